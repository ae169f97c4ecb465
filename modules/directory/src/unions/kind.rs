//! Kinds of unions, with the official codes that each implies.

/// What a union is (工会组织类别).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnionKind {
    Province,
    City,
    County,
    Town,
    Village,
    IndustryUnion,
    IndustryFederation,
    ParkFederation,
    SystemUnion,
    WorkingCommittee,
    Enterprise,
    Institution,
    Office,
    Joint,
    Branch,
    Group,
}
use UnionKind::*;

impl UnionKind {
    pub const ALL: [UnionKind; 16] = [
        Province,
        City,
        County,
        Town,
        Village,
        IndustryUnion,
        IndustryFederation,
        ParkFederation,
        SystemUnion,
        WorkingCommittee,
        Enterprise,
        Institution,
        Office,
        Joint,
        Branch,
        Group,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Province => "province",
            City => "city",
            County => "county",
            Town => "town",
            Village => "village",
            IndustryUnion => "industry_union",
            IndustryFederation => "industry_federation",
            ParkFederation => "park_federation",
            SystemUnion => "system_union",
            WorkingCommittee => "working_committee",
            Enterprise => "enterprise",
            Institution => "institution",
            Office => "office",
            Joint => "joint",
            Branch => "branch",
            Group => "group",
        }
    }
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.key() == key)
    }
    pub fn name(self) -> &'static str {
        match self {
            Province => "省总工会",
            City => "市总工会",
            County => "县（区）总工会",
            Town => "镇街、开发区总工会",
            Village => "村（社区）工会",
            IndustryUnion => "产业工会",
            IndustryFederation => "行业工会联合会",
            ParkFederation => "园区工会联合会",
            SystemUnion => "系统工会",
            WorkingCommittee => "工会工作委员会",
            Enterprise => "企业工会",
            Institution => "事业单位工会",
            Office => "机关工会",
            Joint => "联合基层工会",
            Branch => "车间分工会",
            Group => "工会小组",
        }
    }
    /// 工会类型, the name in `union_type`.
    pub fn official_type(self) -> &'static str {
        match self {
            Province | City | County | Town => "总工会",
            IndustryUnion | Enterprise | Institution | Office => "单独基层工会",
            Joint | Village => "联合基层工会",
            IndustryFederation => "行业性工会联合会",
            ParkFederation => "区域性工会联合会",
            SystemUnion | WorkingCommittee => "工会工作委员会",
            Branch => "分工会",
            Group => "工会小组",
        }
    }
    /// 工会组织形式, the code in `union_org_form`.
    pub fn form(self) -> &'static str {
        match self {
            Province | City | County | Town => "1",
            IndustryUnion | SystemUnion => "2",
            IndustryFederation | ParkFederation => "3",
            Enterprise | Institution | Office | WorkingCommittee => "4",
            Joint | Village => "5",
            Branch => "6",
            Group => "7",
        }
    }
    /// 工会级别, the code in `union_level`; none where the table has no level for it.
    pub fn level(self) -> Option<&'static str> {
        match self {
            Province => Some("20"),
            City => Some("30"),
            County => Some("40"),
            IndustryUnion | SystemUnion => Some("41"),
            Town => Some("50"),
            Village => Some("60"),
            _ => None,
        }
    }
    /// A federation, a working committee or a system gathers unions; people are only tied to it. All others may hold memberships.
    pub fn holds_members(self) -> bool {
        !matches!(self, IndustryFederation | ParkFederation | WorkingCommittee | SystemUnion | Province | City)
    }
    /// The general federation of a place (地方总工会), of whatever level.
    pub fn is_local_federation(self) -> bool {
        matches!(self, Province | City | County | Town)
    }
    /// Grass-roots unions (基层工会): what "unions" counts in the figures.
    pub fn is_grassroots(self) -> bool {
        matches!(self, Enterprise | Institution | Office | Joint | Village)
    }
    /// Gathers the unions of an industry or a park (联合会): what "unions.federations" counts in the figures.
    pub fn is_federation(self) -> bool {
        matches!(self, IndustryFederation | ParkFederation)
    }
    /// May hang under this kind of parent.
    pub fn fits_under(self, parent: UnionKind) -> bool {
        match self {
            Province => false,
            City => parent == Province,
            County => matches!(parent, Province | City),
            Town => matches!(parent, City | County),
            Group => !matches!(parent, Group | Province | City),
            Branch => matches!(parent, Enterprise | Institution | Office | Joint | IndustryUnion | Village),
            _ => !matches!(parent, Branch | Group),
        }
    }
}
