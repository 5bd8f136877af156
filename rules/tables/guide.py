"""What the sheet 说明 says: how to fill the table in, in Chinese and English."""

GUIDE: tuple[tuple[str, str, str], ...] = (
    (
        "一行一条 Rows",
        "每条规则或限定一行。改单元格即改规则；删去全部行即删去规则；新规则写在下面的空行里，编码自定（小写字母、数字、_、-）。",
        "A row is a rule or a limit. Change a cell and the rule changes; delete its rows and it is gone; write a new "
        "one into a free row below, with a code of its own (lower-case letters, digits, _ and -).",
    ),
    (
        "条件 Conditions",
        "同一行的各项条件须同时满足；一格内多个取值各占一行，满足其一即可；空格表示不问。",
        "All conditions of a row must hold; of several values in a cell (a line each), one; a blank asks nothing.",
    ),
    (
        "情形 Branches",
        "“或1”“或2”等行是同一编码规则的不同情形：首行条件和任一情形须同时满足；“或2.1”是“或2”之下的情形。情形行只填条件。",
        "Rows 或1, 或2, … are branches of the rule with that code: its first row and one of the branches must hold; "
        "或2.1 is a branch of 或2. Rows of branches say conditions only.",
    ),
    (
        "用词 Words",
        "有下拉清单的列只用“词表”中的词，只写编码或只写名称也可以；依据写“文件”或“文件/条文”，见“依据”。",
        "Columns with a drop-down take the words of the sheet 词表; the code or the title alone will do. Grounds are "
        "instrument or instrument/article, as the sheet 依据 lists them.",
    ),
    (
        "日期 Days",
        "写作 2026-11-01；“最后一日”当日仍有效，空表示不限。",
        "Written 2026-11-01; the last day still counts, a blank means no end.",
    ),
    (
        "黄色 Yellow",
        "黄色的规则也适用于其他环节（见“环节”列）：在这里修改或删除，对其全部环节生效。只想退出本环节的，请改“环节”列。",
        "A yellow rule holds in other scenes too (column 环节): what is changed or deleted here changes in all of "
        "them. To take it out of this scene only, change that column.",
    ),
    (
        "更多条件 More conditions",
        "需要表中没有的条件时，加一列，第二行写键名，如 record.relief、subject.repeat。第二行不要改动。",
        "For a condition that the table lacks add a column with its key in the second row, such as record.relief "
        "or subject.repeat. Leave the second row as it is.",
    ),
    (
        "版本 Version",
        "本表出自上面摘要所指的版本，也只能导入该版本；版本已变的，请重新导出。",
        "The table was made from the version with the digest above and goes back into that version alone; where the "
        "rules have moved on, export it again.",
    ),
)
