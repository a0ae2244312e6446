//! Tables that are too wide for a grid: each row is stacked.

use super::block_layout::check;

#[test]
fn two_rows_without_a_head_are_stacked_as_names_and_values() {
    check(
        "<table><tr><td>项目<td>2023 年<td>2024 年<td>2025 年\
         <tr><td>营业收入（亿元）<td>12,345.67<td>23,456.78<td>34,567.89</table>",
        30,
        &[
            "项目     营业收入（亿元）",
            "2023 年  12,345.67",
            "2024 年  23,456.78",
            "2025 年  34,567.89",
        ],
    );
    let bar = |count: u32| format!("<td>{count}<br><img src=https://a.example/{count}.gif>");
    let (bars, months) = (
        [19, 18, 22, 28].map(bar).concat(),
        [1, 2, 3, 4].map(|month| format!("<td>{month}월")).concat(),
    );
    check(
        &format!("<table><tr>{bars}<tr>{months}</table>"),
        12,
        &[
            "19     1월",
            "▣ 1",
            "18     2월",
            "▣ 2",
            "22     3월",
            "▣ 3",
            "28     4월",
            "▣ 4",
        ],
    );
}

#[test]
fn a_first_row_of_words_names_the_rows_below() {
    check(
        "<table><tr><td>机型<td>规格<td>原价<td>现价\
         <tr><td>桥西一号<td>深灰色，带一个很长的说明<td>7499 元<td>6899 元\
         <tr><td>桥西二号<td>浅灰色，说明也写得很长<td>5499 元<td>4899 元</table>",
        20,
        &[
            "机型",
            "桥西一号",
            "规格  深灰色，带一个",
            "      很长的说明",
            "原价  7499 元",
            "现价  6899 元",
            "",
            "桥西二号",
            "规格  浅灰色，说明也",
            "      写得很长",
            "原价  5499 元",
            "现价  4899 元",
        ],
    );
}

#[test]
fn stacked_rows_label_every_cell_but_their_names() {
    check(
        "<table><tr><th>馆名<th>地址<th>最值得去的时候<th>备注\
         <tr><td>桥西馆<td>桥西街十二号，石桥下第二个门<td>落雨的下午<td>\
         <tr><td>灯塔馆<td>港口路一号<td>日落前<td></table>",
        24,
        &[
            "馆名",
            "桥西馆",
            "地址      桥西街十二号，",
            "          石桥下第二个门",
            "最值得去  落雨的下午",
            "的时候",
            "备注",
            "",
            "灯塔馆",
            "地址      港口路一号",
            "最值得去  日落前",
            "的时候",
        ],
    );
}

#[test]
fn numbers_of_a_stacked_row_share_lines() {
    check(
        "<table><tr><th>年<th>一月<th>二月<th>三月<th>十一月<th>十二月\
         <tr><td>2025<td>1,304<td>988<td>1,410<td>7<td>12\
         <tr><td>2026<td>1,404<td>1,188<td>1,510<td>8<td>13</table>",
        31,
        &[
            "年      2025",
            "一月    1,304    二月      988",
            "三月    1,410    十一月      7",
            "十二月     12",
            "",
            "年      2026",
            "一月    1,404    二月    1,188",
            "三月    1,510    十一月      8",
            "十二月     13",
        ],
    );
}

#[test]
fn stacked_rows_repeat_spanning_cells() {
    check(
        "<table><tr><th>城市<th>年份<th>人口数量（万人）<th>说明\
         <tr><td rowspan=2>上海<td>2010<td>2301<td>经济中心\
         <tr><td>2020<td>2487<td>仍是经济中心</table>",
        24,
        &[
            "城市",
            "上海",
            "年份      2010",
            "人口数量  2301",
            "（万人）",
            "说明      经济中心",
            "",
            "上海",
            "年份      2020",
            "人口数量  2487",
            "（万人）",
            "说明      仍是经济中心",
        ],
    );
}

#[test]
fn stacked_values_start_in_one_column() {
    check(
        "<table><tr><th>机型<th>规格与价格<th>说明\
         <tr><td><p style=\"text-align: center\">甲</p><td align=center>12GB+256GB\
         <td>前后说明都比较长的一格文字</table>",
        24,
        &[
            "机型      甲",
            "规格与    12GB+256GB",
            "价格",
            "说明      前后说明都比较",
            "          长的一格文字",
        ],
    );
}
