//! What a term of a pack can mean: closed classes, named after phenomena.

use crate::article::{EntityType, Subtype, Tenure};

/// Index of a term in the [`Lexicon`](super::Lexicon).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermId(pub u32);

/// One term of one pack. The same words may be several terms (a weekday and a name).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What it means.
    pub class: TermClass,
    /// Index of its pack in [`LanguagePacks::tags`](super::LanguagePacks::tags).
    pub pack: u8,
    /// The words in standard spelling.
    pub text: String,
}

/// What a term means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TermClass {
    /// Words that a page prints around the article (`labels.tsv`).
    Label {
        /// What they announce or are.
        role: LabelRole,
        /// How they stand on the line.
        form: LabelForm,
    },
    /// A month (`months.tsv`): calendar and number 1 to 12.
    Month {
        /// The calendar it belongs to.
        calendar: crate::article::Calendar,
        /// 1 to 12.
        number: u8,
    },
    /// A weekday (`weekdays.tsv`), ISO: Monday is 1.
    Weekday(u8),
    /// a.m., p.m. and parts of day (`day_parts.tsv`).
    DayPart(DayPart),
    /// A calendar marker behind a date (`eras.tsv`): هـ, م, AH.
    Era(Era),
    /// A unit of time (`time_units.tsv`), singular, dual or plural, with the count the
    /// word itself carries (ساعتين is 2; 0 when a number must stand with it).
    TimeUnit {
        /// Which unit.
        unit: TimeUnit,
        /// Count carried by the word itself; 0 when none.
        count: u8,
    },
    /// Words that make a duration a point in time (`relative.tsv`): منذ, قبل, ago; or a day
    /// by themselves: أمس, اليوم (`Day(-1)`, `Day(0)`).
    Relative(RelativeSide),
    /// A time-zone name (`zones.tsv`): minutes east of UTC.
    Zone(i16),
    /// Small words of date expressions (`date_words.tsv`): of, at, corresponding to.
    DateWord(DateWord),
    /// Number words used in dates and durations (`numerals.tsv`), value 0 to 9999.
    Numeral(u16),
    /// A news agency (`lexicon/agencies.tsv`).
    Agency,
    /// An outlet: newspaper, channel, site (`lexicon/outlets.tsv`).
    Outlet,
    /// A word that heads an outlet's name (`lexicon/outlet_heads.tsv`): صحيفة, وكالة, قناة.
    OutletHead,
    /// A word before a place that makes another place of it (`lexicon/place_heads.tsv`):
    /// شمال, ريف, مدينة.
    PlaceHead,
    /// A country, city or region (`lexicon/places.tsv`).
    Place,
    /// Title before a person's name (`lexicon/honorifics.tsv`): د., المهندس.
    Honorific,
    /// A role in a byline (`lexicon/byline_roles.tsv`): مراسل, ترجمة, متابعة.
    BylineRole,
    /// Says that the author follows, and no more (`lexicon/byline_markers.tsv`): كتب, بقلم, by.
    BylineMarker,
    /// Name particle (`lexicon/name_particles.tsv`): بن, أبو, آل, عبد.
    NameParticle,
    /// A common noun that opens the names of a kind of thing (`lexicon/entity_heads.tsv`):
    /// وزارة, شركة, مطار, بطولة.
    EntityHead {
        /// What it names.
        entity_type: EntityType,
        /// Finer.
        subtype: Subtype,
    },
    /// A name that news mention often (`lexicon/known_names.tsv`): clubs, persons, companies.
    KnownName {
        /// What it names.
        entity_type: EntityType,
        /// Finer.
        subtype: Subtype,
    },
    /// A word that opens an office, title or occupation (`lexicon/offices.tsv`): رئيس, وزير, مدرب.
    Office(Subtype),
    /// The same in the dual or plural (`lexicon/offices_of_several.tsv`), before several persons:
    /// وزيرا, رؤساء.
    OfficeOfSeveral(Subtype),
    /// Says whether an office is held (`lexicon/tenures.tsv`): السابق, بالوكالة, نائب.
    Tenure(Tenure),
    /// An adjective or noun of nationality (`lexicon/nationalities.tsv`).
    Nationality {
        /// ISO 3166-1 alpha-2 code; `None` for peoples without a state of their own.
        country: Option<[u8; 2]>,
        /// A plural that names people as a group (العراقيون); otherwise it describes (العراقي).
        people: bool,
    },
    /// A pronoun written onto the word that opens a clause (`lexicon/clause_pronouns.tsv`): إنه,
    /// إنها.
    ClausePronoun {
        /// Letters of the pronoun, at the end of the word.
        letters: u8,
        /// It stands for a feminine noun.
        feminine: bool,
    },
    /// Words that lead from one name to another (`lexicon/reference_words.tsv`).
    ReferenceWord(ReferenceWord),
    /// A capital that can stand for its government (`lexicon/capitals.tsv`), with the ISO 3166-1
    /// alpha-2 code of the country.
    Capital([u8; 2]),
    /// A plural that names a people or the followers of a religion, sect or movement
    /// (`lexicon/groups.tsv`): الأكراد, المسلمون, الحوثيون.
    Group {
        /// What binds them.
        subtype: Subtype,
        /// ISO 3166-1 alpha-2 code of the country that they are the people of.
        country: Option<[u8; 2]>,
    },
    /// A section of an outlet (`lexicon/sections.tsv`): سياسة, رياضة.
    Section,
    /// A share or follow service (`lexicon/share_services.tsv`): فيسبوك, Twitter, `WhatsApp`.
    ShareService,
    /// Ends with a full stop that ends no sentence (`abbreviations.tsv`): د., Dr.
    Abbreviation,
    /// Preposition, conjunction, pronoun or the like (`function_words.tsv`): no tag begins or
    /// ends with one.
    FunctionWord,
    /// Stands alone between two names: و, and, und (`lexicon/conjunctions.tsv`).
    Conjunction,
    /// Stands between a name and its place in a byline: من, from (`lexicon/from_words.tsv`).
    FromPlace,
    /// A verb of saying or reporting that opens a lead (`lexicon/report_verbs.tsv`).
    ReportVerb,
    /// Word that marks a question or an answer in an interview (`lexicon/interview.tsv`):
    /// true for a question.
    InterviewTurn {
        /// A question; otherwise an answer.
        question: bool,
    },
}

/// What a label announces, or what its line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LabelRole {
    /// A date of publication follows.
    DatePublished,
    /// A date of modification follows.
    DateModified,
    /// An author follows.
    Author,
    /// A masthead person follows (editor-in-chief, chairman): not an author.
    MastheadPerson,
    /// The credited source follows.
    Source,
    /// Tags follow.
    Keywords,
    /// Headlines of other articles follow.
    Related,
    /// A link to go on reading.
    ReadMore,
    /// A share or print bar.
    Share,
    /// A prompt to follow, subscribe or install.
    Follow,
    /// A caption follows.
    Caption,
    /// A picture credit follows.
    CaptionCredit,
    /// The comment form or list starts.
    Comments,
    /// A rights notice.
    Copyright,
    /// Advertising or a paywall.
    Advertisement,
    /// Menu words, breadcrumbs, site chrome.
    Navigation,
    /// The section follows.
    Section,
    /// A summary of the article follows.
    Summary,
    /// The story ends here ("انتهای پیام", "--(بترا)").
    EndOfStory,
    /// A code of the news item follows.
    NewsCode,
    /// Reading time, view counts and other page statistics.
    Statistics,
    /// Cookie wall, sign-in wall, error page: not an article.
    Junk,
}

/// What words between names say of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReferenceWord {
    /// Opens a clause: أن, إن.
    Clause,
    /// Another name of what stands before follows: المعروف, الملقب.
    Alias,
    /// A verb of passing on what another reported: نقلت.
    Citing,
    /// Before the one who is cited, behind [`Self::Citing`] and who cites: عن.
    Cited,
    /// Between who cites and who is cited: نقلا عن.
    Quoting,
}

/// How a label stands on its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LabelForm {
    /// Opens a line, with or without a colon; a value may follow.
    Opens,
    /// Means this only with a colon (or bar) behind it ("كتب:"): common words.
    Colon,
    /// Must be the whole line.
    Line,
    /// Means this wherever it stands, inside a line too (rights notices, button texts).
    Anywhere,
}

/// Parts of day that decide a 12-hour clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DayPart {
    /// Before noon.
    Am,
    /// After noon.
    Pm,
    /// Twelve o'clock in the day.
    Noon,
    /// Twelve o'clock at night.
    Midnight,
}

/// Calendar markers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Era {
    /// Common era.
    Gregorian,
    /// Hijri.
    Hijri,
    /// Solar Hijri.
    Jalali,
}

/// Small words that hold a date expression together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateWord {
    /// Written onto the day of the month: 26th, 1er.
    Ordinal,
    /// Between day, month and year: of, de, من, عام.
    Of,
    /// Before the clock: at, الساعة, ساعت, saat.
    At,
    /// Before the same day in another calendar: الموافق, برابر با.
    Twin,
    /// Between or behind the numbers of a clock: 14h30, 14 Uhr.
    Hour,
    /// Before a time zone: بتوقيت.
    ZoneLead,
}

/// Units of "n units ago".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimeUnit {
    /// Seconds.
    Second,
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// What turns a duration into a date, or is a day by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RelativeSide {
    /// Stands before the duration: منذ 3 ساعات.
    AgoBefore,
    /// Stands behind it: 3 hours ago.
    AgoAfter,
    /// A day relative to the anchor: today 0, yesterday -1.
    Day(i8),
    /// "Now", "just now".
    Now,
}
