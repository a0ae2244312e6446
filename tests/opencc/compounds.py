"""Makes assets/compound/zh.txt: words that are written with different characters, and what may not
stand beside them.

    pip download --no-deps --no-binary :all: opencc==1.4.1 jieba==0.42.1
    tar xzf opencc-1.4.1.tar.gz && tar xzf jieba-0.42.1.tar.gz
    python3 tests/opencc/compounds.py opencc-1.4.1/data/dictionary jieba-0.42.1/jieba/dict.txt \
        > assets/compound/zh.txt

The words are the phrases of OpenCC whose two sides differ after the characters are folded, and
`OTHERS`. The costs are -10 ln of the frequency of a word in the dictionary of jieba.
"""

import collections
import functools
import math
import os
import sys

HERE = os.path.dirname(__file__)

# Forms of other writers, which OpenCC does not convert.
OTHERS = """
什么 甚么|企划 企画|规划 规画|策划 策画|谋划 谋画|擘划 擘画|刻划 刻画|比划 比画|区划 区画
指手划脚 指手画脚|借由 藉由|账户 帐户|账号 帐号|账单 帐单|账目 帐目|账面 帐面|记账 记帐|转账 转帐
结账 结帐|身份 身分|部分 部份|成分 成份|充分 充份|水分 水份|好像 好象|回复 回覆|答复 答覆|记录 纪录
精彩 精采|喝彩 喝采|撤销 撤消|联络 连络|关联 关连|唯一 惟一|唯有 惟有|粘贴 黏贴
"""

# 坏 is the folded form of 壞 too, and hardly anyone writes it for 坯: 打坏 is another word. So is
# 上炼 (上煉), for 上链.
OTHER_WORDS = {"上炼 上链"}
OTHER_CHARACTERS = {"坏", "坯"}

# Rarer words of jieba are often mistakes.
LEAST = 11
# The most characters of a word beside the one that it shares with a compound.
MOST = 1

HEAD = """\
# Words that are written with different characters, from OpenCC 1.4.1 (https://github.com/BYVoid/OpenCC;
# Copyright the OpenCC authors, Apache-2.0, see LICENSE-APACHE), with the frequencies of words of
# jieba 0.42.1 (https://github.com/fxsjy/jieba; MIT, Copyright (c) 2013 Sun Junyi: permission is
# granted, free of charge, to deal in it without restriction, provided that this notice is included;
# it comes without warranty). Made by tests/opencc/compounds.py; not edited by hand.
#
# `= A B COST`: A and B are the same word. COST: -10 ln of its frequency, for words of two characters.
# `< A COST PART COST ...`: the cost of the character A alone, and of the words PART + A, each less
# the cost of PART. `> B COST PART COST ...`: the same of B and of the words B + PART."""


def rows(path):
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n").split(" #")[0]
        if line and not line.startswith("#") and "\t" in line:
            key, values = line.split("\t")[:2]
            yield key, values.split(" ")


def folds():
    """The characters that fold to others, as in src/text/variant_table.rs."""
    import re

    source = open(os.path.join(HERE, "../../src/text/variant_table.rs"), encoding="utf-8").read()
    numbers = {}
    for name, body in re.findall(r"static (\w+): .*? = \[\n(.*?)\];", source, re.S):
        numbers[name] = [int(n, 0) for n in re.findall(r"0x[0-9a-f]+|\d+", body)]
    values = iter(numbers["VALUES"])
    table = {}
    for at, word in enumerate(numbers["BITS"]):
        for bit in range(64):
            if word >> bit & 1:
                table[0x3400 + at * 64 + bit] = next(values)
    rare = iter(numbers["RARE"])
    table.update(zip(rare, rare))
    return table


def pairs(opencc, fold):
    """The shortest pairs of forms, of which all others follow."""
    found = {tuple(sorted(pair.split())) for pair in OTHERS.replace("\n", "|").split("|") if pair}
    for name in ("TSPhrases", "STPhrases"):
        for key, values in rows(f"{opencc}/{name}.txt"):
            found.update(tuple(sorted((fold(key), fold(value)))) for value in values)
    kept = []
    for pair in sorted(found, key=lambda pair: (len(pair[0]), pair)):
        one, other = pair
        differing = {c for two in zip(one, other) if two[0] != two[1] for c in two}
        is_new = differing and len(one) == len(other)
        is_new = is_new and not any(follows(pair, shorter) for shorter in kept)
        if is_new and " ".join(pair) not in OTHER_WORDS and differing != OTHER_CHARACTERS:
            kept.append(pair)
    return kept


def follows(pair, shorter):
    size = len(shorter[0])
    for at in range(len(pair[0]) - size + 1):
        middle = tuple(form[at : at + size] for form in pair)
        around = [form[:at] + form[at + size :] for form in pair]
        if middle in (shorter, shorter[::-1]) and around[0] == around[1]:
            return True
    return False


def main(opencc, jieba):
    table = folds()
    fold = lambda text: text.translate(table)
    counts = collections.Counter()
    for line in open(jieba, encoding="utf-8"):
        word, count = line.split(" ")[:2]
        counts[fold(word)] += int(count)
    total = sum(counts.values())
    cost = lambda count: -10 * math.log(count / total)

    @functools.cache
    def cheapest(text):
        """The cost of a text, cut into words."""
        if not text:
            return 0
        costs = [cost(counts[text[:1]] or 0.5) + cheapest(text[1:])]
        for end in range(2, len(text) + 1):
            if counts[text[:end]]:
                costs.append(cost(counts[text[:end]]) + cheapest(text[end:]))
        return min(costs)

    print(HEAD)
    all_pairs = pairs(opencc, fold)
    forms = {}
    for one, other in all_pairs:
        if len(one) > 2:
            print(f"= {one} {other} 0")
            continue
        of_pair = cost(max(counts[one], counts[other], 3))
        print(f"= {one} {other} {of_pair:.0f}")
        for form in (one, other):
            forms[form] = min(of_pair, forms.get(form, of_pair))

    alone = {c: cost(counts[c] or 0.5) for form in forms for c in form}
    sides = [collections.defaultdict(dict), collections.defaultdict(dict)]
    ends = [{form[side] for form in forms} for side in (0, 1)]
    for word, count in counts.items():
        if count < LEAST or not 2 <= len(word) <= MOST + 1:
            continue
        for side, (end, part) in enumerate(((word[-1], word[:-1]), (word[0], word[1:]))):
            more = cost(count) - cheapest(part)
            if end in ends[side] and more < alone[end]:
                sides[side][end][part] = more
    for side, sign in enumerate("<>"):
        for end in sorted(ends[side]):
            # A word counts if with the best word on the other side it costs less than a form.
            least = max(
                of_form - min([alone[form[1 - side]], *sides[1 - side][form[1 - side]].values()])
                for form, of_form in forms.items()
                if form[side] == end
            )
            parts = sorted(part for part, more in sides[side][end].items() if more < least)
            parts = "".join(f" {part} {sides[side][end][part]:.0f}" for part in parts)
            print(f"{sign} {end} {alone[end]:.0f}{parts}")


if __name__ == "__main__":
    main(*sys.argv[1:])
