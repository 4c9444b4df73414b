//! What words of reported speech mean: the closed classes of the lists of speech.

/// Singular, dual or plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GrammaticalNumber {
    /// One.
    Singular,
    /// Two.
    Dual,
    /// More.
    Plural,
}

/// Gender and number of a subject, as a form of the verb or a noun shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Agreement {
    /// Feminine; else masculine.
    pub feminine: bool,
    /// How many.
    pub number: GrammaticalNumber,
}

impl Agreement {
    /// `ms`, `fs`, `md`, `fd`, `mp`, `fp`.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let (gender, number) = name.split_at_checked(1)?;
        Some(Self {
            feminine: match gender {
                "m" => false,
                "f" => true,
                _ => return None,
            },
            number: match number {
                "s" => GrammaticalNumber::Singular,
                "d" => GrammaticalNumber::Dual,
                "p" => GrammaticalNumber::Plural,
                _ => return None,
            },
        })
    }
}

/// Forms of a verb of saying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SpeechForm {
    /// قال.
    Perfect,
    /// يقول.
    Imperfect,
    /// Nobody is named: قيل, يقال.
    Passive,
    /// The active participle in the accusative: قائلاً.
    Participle,
    /// The verbal noun, alone or with a pronoun: قوله.
    Noun,
    /// Opens what the writer adds, not what somebody said: تجدر الإشارة.
    Formula,
}

impl SpeechForm {
    /// Whether it has a subject of its own, named or not.
    pub const fn is_finite(self) -> bool {
        matches!(self, Self::Perfect | Self::Imperfect | Self::Passive)
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "perfect" => Self::Perfect,
            "imperfect" => Self::Imperfect,
            "passive" => Self::Passive,
            "participle" => Self::Participle,
            "noun" => Self::Noun,
            "formula" => Self::Formula,
            _ => return None,
        })
    }
}

/// What a verb of saying takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SpeechSense {
    /// Nothing but speech: قال, هتف.
    Say,
    /// Nothing but speech, of one who spoke before: أضاف, تابع.
    Continue,
    /// Speech, or a noun: أعلن, أكد.
    Report,
    /// Asks, promises, blames: طالب, تعهد, اتهم.
    Act,
    /// Is of an opinion; nobody's where no subject stands with the imperfect: يتوقع أن.
    Think,
    /// Hands on what another said, whom a preposition names: نقل عن.
    Relay,
    /// Says where the words stand: جاء في, ورد في.
    Appear,
}

impl SpeechSense {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "say" => Self::Say,
            "continue" => Self::Continue,
            "report" => Self::Report,
            "act" => Self::Act,
            "think" => Self::Think,
            "relay" => Self::Relay,
            "appear" => Self::Appear,
            _ => return None,
        })
    }
}

/// One form of a verb of saying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SpeechVerb {
    /// Which form.
    pub form: SpeechForm,
    /// What it shows of its subject; of the pronoun, where it is a noun.
    pub subject: Option<Agreement>,
    /// What the verb takes.
    pub sense: SpeechSense,
    /// It takes the hearer as an object: أبلغ.
    pub hearer: bool,
    /// Its clause may stand behind a preposition: أشار إلى أن.
    pub preposition: bool,
}

/// What stands behind a word of attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AttributionTakes {
    /// Who speaks: بحسب الوزير.
    Name,
    /// Who speaks, with a preposition written together with it: وفقاً للوزير.
    Dative,
    /// Nothing: a pronoun is in it (على حد قوله).
    Pronoun,
}

impl AttributionTakes {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "name" => Self::Name,
            "dative" => Self::Dative,
            "pronoun" => Self::Pronoun,
            _ => return None,
        })
    }
}

/// Parts of the name of a medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MediumPart {
    /// What it is: بيان.
    Head,
    /// An adjective behind it: رسمي.
    Modifier,
}

impl MediumPart {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "head" => Self::Head,
            "modifier" => Self::Modifier,
            _ => return None,
        })
    }
}

/// What a small word does in reported speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClauseRole {
    /// Opens the clause that was said: أن, بأن.
    That,
    /// The same, with the subject of the clause as a pronoun: أنه.
    ThatPronoun,
    /// A preposition that "that" does not follow for a verb of saying: بعد, خلال.
    Preposition,
    /// A preposition that "that" follows: إلى, عن.
    Leads,
    /// A preposition that "that" or a medium stands behind: في, على, من.
    Within,
    /// Where it stands before "that", the clause is not what was said: يجب أن, المقرر أن.
    OtherThat,
    /// A relative pronoun: الذي.
    Relative,
    /// Negates the verb behind it: لم.
    Negation,
    /// Joins a clause with a subject of its own: فيما, لكن.
    Joins,
    /// Before a verb of saying behind the statement: كما, حسبما.
    As,
    /// Points back at the words, before a verb of saying: هكذا, بهذه الكلمات.
    Thus,
    /// Before quotation marks that hold a name or title: ما يسمى, بعنوان, حملة.
    Names,
    /// Tells of the occasion of what was said before: وذلك.
    Whereby,
    /// Stands anywhere beside the verb: أيضاً, أمس.
    Adverb,
}

impl ClauseRole {
    /// Whether it opens the clause that was said.
    pub const fn opens_clause(self) -> bool {
        matches!(self, Self::That | Self::ThatPronoun)
    }

    /// Whether it is a preposition of any sort.
    pub const fn is_preposition(self) -> bool {
        matches!(self, Self::Preposition | Self::Leads | Self::Within)
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "that" => Self::That,
            "that_pronoun" => Self::ThatPronoun,
            "preposition" => Self::Preposition,
            "leads" => Self::Leads,
            "within" => Self::Within,
            "other_that" => Self::OtherThat,
            "relative" => Self::Relative,
            "negation" => Self::Negation,
            "joins" => Self::Joins,
            "as" => Self::As,
            "thus" => Self::Thus,
            "names" => Self::Names,
            "whereby" => Self::Whereby,
            "adverb" => Self::Adverb,
            _ => return None,
        })
    }
}
