"""Every fixed phrase of this channel. No figures of policies."""

WELCOME = (
    "您好，我是惠企政策助手，可以查洛阳、焦作的惠企政策：给多少、什么条件、是否还有效、找谁办。\n"
    "直接打字或说话就行，比如：\n"
    "房租能减免吗\n创业担保贷款最多贷多少\n饭店有哪些扶持\n首次认定高企奖多少\n"
    "需要人工请回复“转人工”。"
)
#: what the conversation shows for a message that is no text, and the answer to it
NOT_TEXT = {
    "image": ("〔图片〕", "收到图片，但我还看不懂图片里的内容。请用文字或语音说说您想问的政策，例如“房租能减免吗”。"),
    "video": ("〔视频〕", "收到视频，但我还看不懂视频。请用文字或语音说说您想问的政策。"),
    "shortvideo": ("〔小视频〕", "收到小视频，但我还看不懂视频。请用文字或语音说说您想问的政策。"),
    "voice": ("〔语音〕", "没有听清这段语音。请再说一次，或者打字告诉我您想问的政策。"),
    "location": ("〔位置〕", "收到位置。政策按洛阳、焦作分别收录，请打字告诉我在哪个市、想问什么，例如“洛阳的餐饮扶持”。"),
    "link": ("〔链接〕", "收到链接，但我不能打开网页。请把想问的政策名称或文号打字发给我。"),
}
UNKNOWN_KIND = ("〔其他消息〕", "暂时看不懂这类消息。请用文字说说您想问的政策，例如“房租能减免吗”。")
SUBSCRIBED = "〔关注公众号〕"
SCANNED = "〔扫描二维码〕"
OLD_MENU = "〔菜单〕"
UNSUBSCRIBED = "用户已取消关注公众号，消息无法再送达。"

#: sent by the user to fetch an answer that came too late
COLLECT = "查看"
LATE = f"答复还在整理，请过几秒回复“{COLLECT}”。"
MORE_OWED = f"（还有之前的答复没有显示，回复“{COLLECT}”继续看。）"
SHORTENED = "\n……（内容较长，没有全部显示。可以分开问，例如只问条件或电话。）"
FULL_ANSWER = "查看完整答复和文件依据"
OPTIONS = "可以回复：{options}"
FAILED = "抱歉，系统刚才出了点问题，请稍后再问一次，或拨12345。"
UNDELIVERED = "微信暂时不能送达上一条消息（{reason}）。用户下次发言时会自动补发。"
REASON_QUOTA = "用户每次发言后最多可发 5 条，已用完或已超过时限"
REASON_NO_PERMISSION = "公众号没有客服消息权限"
REASON_FAILED = "微信接口没有成功，详见日志"
