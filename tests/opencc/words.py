"""Makes assets/words/zh.txt: the common words of Chinese, which no line of a title tears.

    pip download --no-deps --no-binary :all: jieba==0.42.1 && tar xzf jieba-0.42.1.tar.gz
    python3 tests/opencc/words.py jieba-0.42.1/jieba/dict.txt > assets/words/zh.txt
"""

import collections
import re
import sys

from compounds import folds

# The least counts of words of two, three and four characters.
LEAST = {2: 200, 3: 100, 4: 200}
# The least counts of the classes of frequency but the last.
CLASSES = (20_000, 2_000)
# Words that jieba counts and that titles often have as two.
TWO_WORDS = set("中将 对外 上将 有人 都会 一看 和会 到会 从前 与会 在编 我会 的话 不会 人才".split())
# Words of the news that are too rare in the texts that jieba counted.
MORE = "财报 研报 首秀 不容易 三季度 四季度 智驾 算力 股价 新品 首发 停产 量产 爆料 同比 环比".split()

HEAD = """\
# Common words of Chinese, from the dictionary of jieba 0.42.1 (https://github.com/fxsjy/jieba; MIT,
# Copyright (c) 2013 Sun Junyi: permission is granted, free of charge, to deal in it without
# restriction, provided that this notice is included; it comes without warranty). Made by
# tests/opencc/words.py; not edited by hand.
#
# A line has the words with a first character, which is not repeated: `A1BC2D,EF` are AB and AC of the
# most frequent class and AD and AEF of the second."""


def main(dictionary):
    table = folds()
    counts = collections.Counter()
    for line in open(dictionary, encoding="utf-8"):
        word, count = line.split(" ")[:2]
        if re.fullmatch("[\u4e00-\u9fff]{2,4}", word):
            counts[word.translate(table)] += int(count)
    for word in MORE:
        counts[word.translate(table)] += 500
    for word in TWO_WORDS:
        counts.pop(word.translate(table), None)
    lines = collections.defaultdict(lambda: ([], [], []))
    for word, count in sorted(counts.items()):
        if count >= LEAST[len(word)]:
            of_class = sum(count < least for least in CLASSES)
            lines[word[0]][of_class].append(word[1:])
    print(HEAD)
    for first, classes in sorted(lines.items()):
        line = first
        for number, rests in enumerate(classes, 1):
            if rests:
                short = "".join(rest for rest in rests if len(rest) == 1)
                line += f"{number}{short}" + "".join(f",{rest}" for rest in rests if len(rest) > 1)
        print(line)


if __name__ == "__main__":
    main(*sys.argv[1:])
