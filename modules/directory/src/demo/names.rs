//! Names of people who do not exist.
use super::dice::Dice;
use platform::standards::Sex;

/// Surnames by how often they are met, in ten-thousandths.
const SURNAMES: &[(&str, u32)] = &[
    ("王", 700),
    ("李", 690),
    ("张", 660),
    ("刘", 500),
    ("陈", 450),
    ("杨", 310),
    ("黄", 220),
    ("吴", 210),
    ("赵", 200),
    ("周", 195),
    ("徐", 170),
    ("孙", 150),
    ("马", 125),
    ("朱", 130),
    ("胡", 120),
    ("郭", 110),
    ("何", 105),
    ("林", 100),
    ("高", 100),
    ("罗", 90),
    ("郑", 90),
    ("梁", 80),
    ("谢", 78),
    ("宋", 76),
    ("唐", 74),
    ("许", 72),
    ("韩", 68),
    ("邓", 62),
    ("冯", 62),
    ("曹", 60),
    ("彭", 58),
    ("曾", 56),
    ("肖", 56),
    ("田", 54),
    ("董", 54),
    ("潘", 52),
    ("袁", 52),
    ("蔡", 50),
    ("蒋", 50),
    ("余", 48),
    ("于", 48),
    ("杜", 47),
    ("叶", 47),
    ("程", 46),
    ("魏", 46),
    ("苏", 45),
    ("吕", 45),
    ("丁", 44),
    ("任", 42),
    ("卢", 42),
    ("姚", 40),
    ("沈", 42),
    ("钟", 38),
    ("姜", 38),
    ("崔", 37),
    ("谭", 36),
    ("陆", 36),
    ("范", 34),
    ("汪", 34),
    ("廖", 32),
    ("石", 32),
    ("金", 32),
    ("韦", 30),
    ("贾", 30),
    ("夏", 30),
    ("付", 28),
    ("方", 28),
    ("邹", 27),
    ("熊", 26),
    ("白", 26),
    ("孟", 26),
    ("秦", 26),
    ("邱", 25),
    ("侯", 25),
    ("江", 25),
    ("尹", 24),
    ("薛", 24),
    ("闫", 23),
    ("段", 23),
    ("雷", 22),
    ("龙", 21),
    ("黎", 20),
    ("史", 20),
    ("陶", 20),
    ("贺", 19),
    ("毛", 19),
    ("郝", 18),
    ("顾", 22),
    ("龚", 18),
    ("邵", 18),
    ("万", 17),
    ("钱", 18),
    ("严", 17),
    ("覃", 16),
    ("戴", 17),
    ("武", 16),
    ("孔", 16),
    ("向", 15),
    ("汤", 15),
    ("温", 14),
    ("常", 14),
    ("康", 14),
    ("施", 14),
    ("文", 13),
    ("牛", 13),
    ("樊", 12),
    ("葛", 13),
    ("邢", 12),
    ("安", 11),
    ("齐", 11),
    ("易", 11),
    ("乔", 11),
    ("庞", 10),
    ("颜", 10),
    ("庄", 10),
    ("单", 8),
    ("仇", 7),
    ("解", 6),
    ("查", 5),
    ("缪", 5),
    ("欧阳", 8),
    ("司马", 3),
    ("上官", 3),
    ("诸葛", 3),
    ("皇甫", 2),
    ("尉迟", 2),
    ("令狐", 1),
    ("夏侯", 1),
];
/// First of two signs, for anybody.
const FIRST: &str =
    "建志国文晓小明海永春玉红立景家宏佳子新少大学正成天思宇长东云德忠金世秀雨一庆兴冬润启书可嘉昌守亚卫桂广仁";
const MEN: &str =
    "伟强磊军勇涛超鹏辉刚杰峰波斌浩亮飞平林华龙宁健凯鑫旭鸿宾森武坤毅祥昆雷栋彬恒川瑞达松岩康洋生胜福来根泉柱锋";
const WOMEN: &str =
    "芳娟敏静丽艳霞燕玲梅萍红莉慧洁琴云英兰凤娜婷雪颖琳蓉珍青秋月荣巧素菊香瑶莹倩薇岚满晴楠怡卉禾蕾凡妍苗";
/// Signs that programs have trouble with: they must come through everything.
const RARE: &str = "䶮㛃𠮷";
const DOTTED_MEN: &[&str] = &["艾力", "买买提", "吐尔逊", "阿不都", "依明", "库尔班", "热合曼", "玉素甫"];
const DOTTED_WOMEN: &[&str] = &["阿依古丽", "古丽娜尔", "帕提古丽", "热依汗", "阿米娜", "米热古丽", "祖丽菲娅"];

/// One in so many has a sign or a shape of name that is rarely met.
const ODD: u64 = 400;

/// A name and the code of the people (民族) that it suggests.
pub struct Names {
    surnames: Vec<&'static str>,
    first: Vec<char>,
    men: Vec<char>,
    women: Vec<char>,
    rare: Vec<char>,
}
impl Names {
    pub fn new() -> Self {
        // Spread out once, so that a throw is one look-up.
        let surnames =
            SURNAMES.iter().flat_map(|(name, weight)| std::iter::repeat_n(*name, *weight as usize)).collect();
        let signs = |text: &str| text.chars().collect();
        Self { surnames, first: signs(FIRST), men: signs(MEN), women: signs(WOMEN), rare: signs(RARE) }
    }
    pub fn name(&self, dice: &mut Dice, sex: Sex) -> (String, &'static str) {
        let odd = dice.below(ODD);
        if odd < 1 {
            let own = dice.pick(if sex == Sex::Male { DOTTED_MEN } else { DOTTED_WOMEN });
            return (format!("{own}·{}", dice.pick(DOTTED_MEN)), "05");
        }
        let mut name = String::from(*dice.pick(&self.surnames));
        if odd == 1 {
            name.push(*dice.pick(&self.rare));
        } else {
            if dice.percent(68) {
                name.push(*dice.pick(&self.first));
            }
            name.push(*dice.pick(if sex == Sex::Male { &self.men } else { &self.women }));
        }
        (name, dice.weighed(&[("01", 985), ("03", 6), ("06", 3), ("11", 3), ("15", 3)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_of_every_shape_and_repeat_as_names_do() {
        let (names, mut dice) = (Names::new(), Dice::new(3));
        let made: Vec<String> = (0..20_000).map(|_| names.name(&mut dice, Sex::Female).0).collect();
        let distinct: std::collections::HashSet<&String> = made.iter().collect();
        assert!(made.iter().any(|n| n.contains('·')) && made.iter().any(|n| n.contains('𠮷')));
        assert!(made.iter().any(|n| n.starts_with("欧阳")) && made.iter().any(|n| n.chars().count() == 2));
        assert!(distinct.len() > 8_000 && distinct.len() < 19_000, "{}", distinct.len());
    }
}
