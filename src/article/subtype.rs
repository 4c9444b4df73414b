//! [`Subtype`]: the finer kinds of entities.

use super::EntityType;

/// Defines the enum, the list of all and the names from one table.
macro_rules! subtypes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Finer kind of an entity, after the classes of `NewsFANE` (Alotaibi and Lee, 2014) and ACE.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Subtype { $($(#[$doc])* $variant,)* }

        impl Subtype {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The lower-case name that files and the wire use.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

subtypes! {
    /// A person of whom no more is known.
    Person = "person",
    /// Head of state, minister, member of parliament, diplomat, activist.
    Politician = "politician",
    /// Monarch or member of a ruling house.
    Royal = "royal",
    /// Cleric, saint, prophet.
    Religious = "religious",
    /// Player, coach, referee.
    Athlete = "athlete",
    /// Actor, singer, director, writer, painter.
    Artist = "artist",
    /// Owner, manager, expert of business.
    Businessperson = "businessperson",
    /// Scholar, physician, engineer.
    Scientist = "scientist",
    /// Reporter, editor, presenter.
    Journalist = "journalist",
    /// Lawyer or judge.
    Lawyer = "lawyer",
    /// Police, as a body or a person of it.
    Police = "police",
    /// Army, unit, officer.
    Military = "military",
    /// Ministry, parliament, court, committee.
    Government = "government",
    /// Militia or armed movement.
    ArmedGroup = "armed_group",
    /// Political party, movement or coalition.
    Party = "party",
    /// Business.
    Company = "company",
    /// Newspaper, agency, channel.
    Media = "media",
    /// University, school, institute.
    Educational = "educational",
    /// Club, team, federation of sports.
    Sports = "sports",
    /// Union, society, international organisation.
    NonGovernmental = "non_governmental",
    /// Hospital or institute of medicine.
    Medical = "medical",
    /// Sovereign state.
    Country = "country",
    /// Province, state, governorate, district.
    Region = "region",
    /// City, town, village.
    City = "city",
    /// Continent.
    Continent = "continent",
    /// Several countries together: the Middle East.
    CountryGroup = "country_group",
    /// River, sea, lake.
    Water = "water",
    /// Mountain, island, desert.
    Natural = "natural",
    /// Airport or air base.
    Airport = "airport",
    /// Building or grounds.
    Building = "building",
    /// Street, bridge, crossing.
    Path = "path",
    /// War, battle, uprising.
    Conflict = "conflict",
    /// Conference, festival, talks.
    Meeting = "meeting",
    /// Championship, match, race.
    Competition = "competition",
    /// Earthquake, storm, epidemic.
    Disaster = "disaster",
    /// Book or poem.
    Book = "book",
    /// Film, series, play, song.
    Film = "film",
    /// Law, treaty, agreement.
    Law = "law",
    /// Vehicle, ship, aircraft.
    Vehicle = "vehicle",
    /// Weapon.
    Weapon = "weapon",
    /// Software or device.
    Software = "software",
    /// Medicine or vaccine.
    Drug = "drug",
    /// Award.
    Award = "award",
    /// Currency.
    Currency = "currency",
    /// People or tribe.
    Ethnic = "ethnic",
    /// Citizens of a country.
    Nationality = "nationality",
    // Behind the others: their order is in the features of the taggers.
    /// Followers of a religion or sect.
    Religion = "religion",
}

impl Subtype {
    /// The types of which this is a finer kind, the usual one first.
    pub const fn types(self) -> &'static [EntityType] {
        use EntityType::{
            Event, Facility, Group, Location, Organization, Other, Person, Product, Work,
        };
        match self {
            Self::Person
            | Self::Politician
            | Self::Royal
            | Self::Athlete
            | Self::Artist
            | Self::Businessperson
            | Self::Scientist
            | Self::Journalist
            | Self::Lawyer => &[Person],
            Self::Religious => &[Person, Organization],
            Self::Police | Self::Military => &[Organization, Person],
            Self::Government
            | Self::ArmedGroup
            | Self::Party
            | Self::Company
            | Self::Media
            | Self::Educational
            | Self::Sports
            | Self::NonGovernmental
            | Self::Medical => &[Organization],
            Self::Country
            | Self::Region
            | Self::City
            | Self::Continent
            | Self::CountryGroup
            | Self::Water
            | Self::Natural => &[Location],
            Self::Airport | Self::Building | Self::Path => &[Facility],
            Self::Conflict | Self::Meeting | Self::Competition | Self::Disaster => &[Event],
            Self::Book | Self::Film | Self::Law => &[Work],
            Self::Vehicle | Self::Weapon | Self::Software | Self::Drug => &[Product],
            Self::Award | Self::Currency => &[Other],
            Self::Ethnic | Self::Nationality | Self::Religion => &[Group],
        }
    }

    /// The subtype of that [`Self::name`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|subtype| subtype.name() == name)
    }
}
