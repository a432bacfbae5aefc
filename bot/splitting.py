"""Two questions in one message: cut them apart, so that both are answered."""

from __future__ import annotations

import re

_JOINT = re.compile(r"(?:[？?]\s*|[。，,；;！!\s]\s*(?=另外|还有就是|还有[，,]|再问|顺便问|再一个|对了))")
_QUESTION = re.compile(r"吗|么(?:$|[，。])|呢|多少|几(?!回|次|年来|个人)|什么|啥|咋|怎么|怎样|哪|谁|能不能|可不可以|有没有|是不是|电话|条件")
_LEANING = re.compile(r"^(?:那|剩|缺口|其余|余下|自己|还[得要差]|它|这个|该|多少|几|咋|怎么|是不是|能不能|找谁|电话|条件|封顶|最高|有啥|哪个|哪边"
                      r"|各|按|给|要是|如果)")
_MOST = 3
_SHORTEST = 8


def split_questions(text: str) -> list[str]:
    """The questions of a message, each with the story before it; usually just one.

    A part is a question of its own only when it asks something and can stand alone: a story followed by a question, or
    a question that leans on the one before ("那电话呢"), stays in one piece.
    """
    parts = [part.strip() for part in _JOINT.split(text) if part.strip()]
    questions: list[str] = []
    story = ""
    for part in parts:
        whole = f"{story}，{part}" if story else part
        if not _QUESTION.search(part):
            story = whole
        elif questions and (_LEANING.match(part) or len(part) < _SHORTEST):
            questions[-1] = f"{questions[-1]}，{whole}"
            story = ""
        else:
            questions.append(whole)
            story = ""
    if story:
        if questions:
            questions[-1] = f"{questions[-1]}，{story}"
        else:
            questions = [story]
    return [text] if len(questions) > _MOST or len(questions) < 2 else questions
