//! The columns of the form, in its order.

use crate::standards::{Table, tables};

/// A column of the roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    Serial,
    Name,
    Sex,
    Birth,
    Ethnic,
    WorkStatus,
    IdType,
    IdNumber,
    Education,
    SkillLevel,
    Phone,
    Household,
    HouseholdPlace,
    Change,
    ChangeDate,
    ChangeReason,
    Political,
    Employer,
    NativePlace,
    Migrant,
}

use Column::*;

impl Column {
    pub const ALL: [Column; 20] = [
        Serial,
        Name,
        Sex,
        Birth,
        Ethnic,
        WorkStatus,
        IdType,
        IdNumber,
        Education,
        SkillLevel,
        Phone,
        Household,
        HouseholdPlace,
        Change,
        ChangeDate,
        ChangeReason,
        Political,
        Employer,
        NativePlace,
        Migrant,
    ];

    /// Position in the form, from 0.
    pub fn index(self) -> usize {
        self as usize
    }

    pub fn title(self) -> &'static str {
        match self {
            Serial => "序号",
            Name => "姓名",
            Sex => "性别",
            Birth => "出生日期",
            Ethnic => "民族",
            WorkStatus => "就业状况",
            IdType => "有效证件类别",
            IdNumber => "证件号码",
            Education => "学历",
            SkillLevel => "技能等级",
            Phone => "移动电话",
            Household => "户籍类型",
            HouseholdPlace => "户籍所在地",
            Change => "会籍变化类型",
            ChangeDate => "会籍变化日期",
            ChangeReason => "会籍变化原因",
            Political => "政治面貌",
            Employer => "工作单位",
            NativePlace => "籍贯",
            Migrant => "是否农民工",
        }
    }

    /// Whether the form asks for it in every row.
    pub fn is_required(self) -> bool {
        matches!(self, Name | Sex | IdType | IdNumber | Phone | Change | ChangeDate | Employer)
    }

    /// The code table whose names or codes the column takes.
    pub fn table(self) -> Option<&'static Table> {
        Some(match self {
            Sex => &tables::GENDER,
            Ethnic => &tables::ETHNIC,
            WorkStatus => &tables::WORK_STATUS,
            IdType => &tables::ID_TYPE,
            Education => &tables::EDUCATION,
            SkillLevel => &tables::SKILL_LEVEL,
            Household => &tables::HOUSEHOLD,
            Change => &tables::MEMBERSHIP_CHANGE,
            ChangeReason => &tables::MEMBERSHIP_CHANGE_REASON,
            Political => &tables::POLITICAL,
            Migrant => &tables::YES_NO,
            _ => return None,
        })
    }

    /// Width in characters, for written files.
    pub(super) fn width(self) -> u16 {
        match self {
            Serial | Sex => 6,
            IdNumber | Employer | HouseholdPlace => 24,
            IdType | SkillLevel | Household | ChangeReason => 18,
            _ => 13,
        }
    }
}
