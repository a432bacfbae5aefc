"""Every fixed phrase of the answers. No digits: figures come from the database only."""

from policy_db.validity import Status

STATUS = {
    Status.IN_FORCE: "有效期内",
    Status.EXPIRED: "已到期",
    Status.NOT_STARTED: "尚未开始",
    Status.UNSTATED: "文件未写明期限",
}
LEVEL_NAMES = {"全国": "国家", "河南": "河南省", "洛阳": "洛阳市", "焦作": "焦作市"}
EXPIRED = "【已到期】{stated}，{when}现已过期；有无接续政策请打电话确认。"
IN_FORCE = "【有效】{stated}。"
NOT_STARTED = "【未开始】{stated}。"
UNSTATED = "【期限】文件未写明期限，是否还能办请先打电话确认。"
DRAFT = "【注意】出自{state}，不是正式文件，不能据此申请。"
CONTACT = "电话：{contacts}"
NO_PHONE = "责任部门：{contacts}（文件未印电话，可拨{hotline}转接）"
SOURCE = "依据：{sources}"
CONDITIONS = "条件：{conditions}"
CHOOSE_ITEM = "您想问的是哪一项？"
CHOOSE_HINT = "（点选或回复序号）"
MORE = "回复“更多”看其余{rest}项。"
NO_MORE = "{title}方面的就这些了。回复序号看详情，或者直接说别的问题。"
NOT_IN_CITY = "没有找到{city}的《{title}》规定；收录的是{elsewhere}的，不能照用。可拨{hotline}问{city}主管部门。"
DOCUMENT = "《{title}》{number}"
DOCUMENT_DRAFT = "这份文件是{state}，不是正式文件，不能据此申请；是否已正式印发请打电话确认。"
STATED_WITHOUT_END = "【期限】{stated}；是否还能办请先打电话确认。"
COMPARE_HINT = "几项之间能不能同时享受，文件没有统一说法的请打电话确认；回复名称看其中一项的全部内容。"
SAME_SUM = "《{title}》在几份文件里的标准一样，没有变："
OTHER_SUM = "《{title}》在几份文件里的标准不一样，变了："
LATEST = "其中较新的文件：{document}（{day}印发）。"
COLLEAGUE = "文件为“{title}”印的号码"
COLLEAGUES_PHONE = "责任部门：{contacts}（文件未给这项印电话）；可先问同部门：{colleagues}"
TERM = "{name}："
TERM_OF_REGION = "{name}（{region}）："
TERM_PARTIAL = "{parts}等；文件只写出这些。"
TERM_UNLISTED = "文件只用了这个说法，没有写明具体内容。"
TERM_OF_ANOTHER_CITY = "这是{region}文件里的说法，收录的{city}文件没有写。"
TERM_RELATED = "相关事项：{titles}（回复名称看详情）"
