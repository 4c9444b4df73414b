//! What a term of a pack can mean: closed classes, named after phenomena.

use super::speech::{Agreement, AttributionTakes, ClauseRole, MediumPart, SpeechVerb};
use crate::article::{Casualty, EntityType, Subtype, Tenure};

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
    /// The name of an hour, 1 to 12 (`hours.tsv`): الثامنة.
    Hour(u8),
    /// A word of time expressions in running text (`time_words.tsv`).
    TimeWord {
        /// What it does.
        word: TimeWord,
        /// On which side of what it speaks of it stands; where the list does not say it, behind
        /// it, with the article that it has.
        place: Option<WordPlace>,
    },
    /// A day by its distance from today, in running text alone (`day_words.tsv`).
    DayWord(i8),
    /// Makes a length a point, in running text alone (`offset_words.tsv`): before it that far
    /// ahead (dans, через), or behind it that long ago (قبل in Persian).
    OffsetWord {
        /// That far ahead; otherwise that long ago.
        ahead: bool,
    },
    /// A stretch of the day (`times_of_day.tsv`): مساء, بعد الظهر.
    TimeOfDay(TimeOfDay),
    /// A season (`seasons.tsv`): صيف.
    Season(Season),
    /// Ten years of a century, by their first (`decades.tsv`): التسعينيات is 90.
    Decade(u8),
    /// A day or season that the calendar of a people or religion marks (`holidays.tsv`).
    Holiday(Holiday),
    /// How often, in one word (`frequencies.tsv`): يومياً.
    Frequency {
        /// The unit after which it comes again.
        unit: TimeUnit,
        /// How many of them.
        count: u8,
    },
    /// A word of numbers of any size (`number_words.tsv`, `fractions.tsv`).
    NumberWord {
        /// What it does in a number.
        kind: NumberWordKind,
        /// Its value; for fractions the numerator, 0 where a number must stand before it.
        value: u64,
        /// For fractions the denominator, else 1.
        per: u16,
    },
    /// Money (`currencies.tsv`).
    Currency {
        /// ISO 4217; `None` where several countries call theirs so.
        code: Option<ShortName>,
        /// What the currencies of several countries are called together: dinar.
        family: ShortName,
        /// How many make up one: 100 for cents, else 1.
        parts: u16,
        /// Count carried by the word itself: 2 for duals; 0 when none.
        count: u8,
    },
    /// A unit of measure (`measures.tsv`).
    Measure {
        /// CLDR core unit identifier.
        unit: ShortName,
        /// Count carried by the word itself: 2 for duals; 0 when none.
        count: u8,
    },
    /// A word beside numbers that says how they are meant (`quantity_words.tsv`).
    QuantityWord(QuantityRole),
    /// A word that says what befell the people counted (`casualties.tsv`).
    Casualty {
        /// What befell them.
        casualty: Casualty,
        /// It speaks of people named before it: مصرعهم, قتلوا.
        behind: bool,
    },
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
    /// Words beside a capital that tell whether it stands for its government
    /// (`lexicon/dealings.tsv`).
    Dealing(Dealing),
    /// A city that stands for the body which has its seat there (`lexicon/seats.tsv`), with its
    /// id in Wikidata: بروكسل.
    Seat(ShortName),
    /// A noun for something that happens (`lexicon/event_nouns.tsv`): زيارة, هجوم.
    EventNoun,
    /// What a body is for, behind a preposition at the end of its name
    /// (`lexicon/body_fields.tsv`): حقوق الإنسان, السياحة.
    BodyField,
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
    /// A form of a verb of saying (`lexicon/speech_verbs.tsv`): قال, مؤكداً, قوله.
    SpeechVerb(SpeechVerb),
    /// Says by itself whose words these are (`lexicon/attribution.tsv`): بحسب, نقلاً عن.
    Attribution(AttributionTakes),
    /// Where or how words were said (`lexicon/media_of_statement.tsv`): بيان, مؤتمر صحفي.
    StatementMedium(MediumPart),
    /// A common noun for one who speaks (`lexicon/speaker_nouns.tsv`): مصدر, شهود عيان.
    SpeakerNoun(Option<Agreement>),
    /// A small word that shapes reported speech (`lexicon/clause_words.tsv`): أن, فيما, ما يسمى.
    ClauseWord {
        /// What it does.
        role: ClauseRole,
        /// Its first letter is a particle written together with it: بأن.
        particle: bool,
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

/// What a word beside a capital says of it (`lexicon/dealings.tsv`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dealing {
    /// What states have with each other; a preposition leads to the other side: العلاقات مع.
    Shared,
    /// What a government alone has, right before its name, and what another can have of it
    /// behind a preposition: موقف, ضغوط.
    Own,
    /// A verb whose object is somebody who acts: اتهم.
    Verb,
    /// Leads from [`Self::Shared`] and [`Self::Own`] to the other side: مع, بين.
    Preposition,
    /// Behind the name: باماكو الرسمية.
    Adjective,
    /// A verb of which a city can be the subject as a place: شهدت.
    PlaceVerb,
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
    /// The days at the end of a week on which work rests.
    Weekend,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// On which side of a unit, weekday or month a word stands that says which one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WordPlace {
    /// Before it: last week.
    Before,
    /// Behind it: la semaine dernière.
    Behind,
    /// On either: el próximo lunes, el lunes próximo.
    Either,
}

/// What a word does in a time expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum TimeWord {
    /// Behind a unit, weekday or month: the one before now (الماضي).
    Last,
    /// The one after now (المقبل).
    Next,
    /// The one that is (الحالي).
    Current,
    /// Before a unit: the one that is (هذا).
    This,
    /// The one behind another (التالي).
    Following,
    /// Before "last" or "next": one further (قبل الماضي, بعد المقبل).
    Beyond,
    /// The last of several; of plural units, the late ones (الأخير).
    Final,
    /// The first part of (مطلع).
    Start,
    /// The middle of (منتصف).
    Mid,
    /// The last part of (أواخر).
    End,
    /// What is left of (بقية).
    Rest,
    /// Early in (وقت مبكر).
    Early,
    /// Late in (وقت متأخر).
    Late,
    /// About (نحو).
    Approx,
    /// More than (أكثر من).
    MoreThan,
    /// Less than (أقل من).
    LessThan,
    /// At least (ما لا يقل عن).
    AtLeast,
    /// At most (لا يتجاوز).
    AtMost,
    /// Before a point; before a length, that long ago (قبل).
    Before,
    /// After a point; before a length, that far ahead (بعد).
    After,
    /// From a point on; before a length, that long ago (منذ).
    Since,
    /// Up to a point (حتى).
    Until,
    /// From (من, ابتداء من).
    From,
    /// To (إلى).
    To,
    /// Between (بين).
    Between,
    /// In, at, on (في).
    In,
    /// During; before a length, within it (خلال).
    Within,
    /// Before a length (لمدة).
    For,
    /// All of (طوال).
    All,
    /// Behind a length: the whole of it (كامل).
    Whole,
    /// Each (كل).
    Every,
    /// A few (بضعة, عدة).
    Few,
    /// Behind plural units: a few (القليلة).
    FewBehind,
    /// A half.
    Half,
    /// A third.
    Third,
    /// A quarter.
    Quarter,
    /// Three quarters.
    ThreeQuarters,
    /// Less (إلا): before a part of an hour.
    Less,
    /// Behind a length: counted from now (من الآن).
    FromNow,
    /// Stands for now (حالياً).
    PresentRef,
    /// Stands for a time not long ago (مؤخراً).
    PastRef,
    /// Stands for a time soon (قريباً).
    FutureRef,
    /// Says that its clause looks forward (سوف, من المقرر).
    Forward,
    /// Behind a number: not a time (أشخاص, في المئة).
    NoTime,
    /// Before an age (عن عمر).
    Age,
    /// Before a date (بتاريخ).
    OnDate,
    /// Years counted before the common era (قبل الميلاد).
    BeforeEra,
    /// Dual or plural of "year" before two of them (عامي).
    Years,
    /// Dual of "day" before two of them (يومي).
    Days,
    /// A day of what it names (ليلة, عشية): the day before.
    Eve,
    /// Moves what has a time to another: «من الأحد إلى الاثنين» is no range behind it (تأجيل).
    Moved,
    /// Points to a day that is not today (ذلك, الذي, نفسه).
    That,
    /// The plural of a unit (أيام).
    Plural,
    /// A named hour of a meal (وقت الغداء).
    Midday,
    /// A definite article that stands by itself: the.
    Article,
    /// The one before the last: vorletzte.
    LastButOne,
    /// The one after the next: übernächste.
    NextButOne,
    /// Behind a length: that much behind a time that the text named (later).
    Later,
    /// Behind an hour: o'clock, Uhr.
    OClock,
    /// Behind a year: года.
    YearMark,
    /// Before or behind the first year of a decade: années, s.
    DecadeMark,
}

/// A stretch of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimeOfDay {
    /// Before sunrise.
    Dawn,
    /// Until noon.
    Morning,
    /// Twelve o'clock in the day, and what is around it.
    Noon,
    /// From noon on.
    Afternoon,
    /// Before sunset; its words mean an age too (عصر).
    LateAfternoon,
    /// Around sunset; its words mean a meal or a country too (عشاء, المغرب).
    Dusk,
    /// From late afternoon on.
    Evening,
    /// When it is dark.
    Night,
    /// The night that belongs to today.
    Tonight,
    /// Twelve o'clock at night.
    Midnight,
    /// When it is light.
    Day,
}

/// A season of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Season {
    /// March to May in the north.
    Spring,
    /// June to August.
    Summer,
    /// September to November.
    Autumn,
    /// December to February.
    Winter,
}

/// A day or days that come once a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Holiday {
    /// How its first day is found in a year.
    pub rule: HolidayRule,
    /// How many days it lasts.
    pub days: u8,
}

/// How the first day of a holiday is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HolidayRule {
    /// A day of a calendar.
    Fixed {
        /// The calendar.
        calendar: crate::article::Calendar,
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
    },
    /// Days after Easter Sunday of the western churches.
    Easter(i8),
    /// Days after Easter Sunday of the eastern churches.
    OrthodoxEaster(i8),
    /// A weekday of a month of the Gregorian calendar.
    Weekday {
        /// 1 to 12.
        month: u8,
        /// ISO: Monday is 1.
        weekday: u8,
        /// Which one, from 1.
        nth: u8,
        /// Days behind it.
        plus: u8,
    },
    /// Not told by its name alone: عيد الاستقلال.
    Unknown,
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

/// What a word does in a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NumberWordKind {
    /// Says how many: ثلاثة, عشرون, مئتان, ألفان.
    Cardinal,
    /// A ten that ones may stand behind: twenty, veinte.
    Tens,
    /// The ones of 11 and 12 where they mean something else alone: أحد, اثنا.
    BeforeTen,
    /// Ten, alone or behind the ones of 11 to 19: عشر.
    Ten,
    /// Multiplies the number before it, or is one of itself: مئة, ألف, مليون.
    Multiplier,
    /// Multiplies the number before it; alone, one in the accusative («ألفاً ومئتين») or two
    /// before their noun («ألفا جندي»).
    MultiplierAccusative,
    /// Multiplies the number before it; alone it says no number: آلاف, ملايين.
    MultiplierPlural,
    /// Says no number but a size: عشرات, مئات.
    Vague,
    /// A part of one: نصف, ثلثان, أرباع.
    Fraction,
    /// A part of one that is mostly another word; the value is the denominator: ثمن.
    HomographFraction,
    /// The place in an order: ثالث.
    Ordinal,
    /// The ones of the 11th: حادي.
    OrdinalBeforeTen,
    /// Stands between a number and its decimals: فاصلة.
    Point,
    /// A letter between decimals and the number that they belong to, which stands behind: «5ر2»
    /// is 2.5.
    ReversedPoint,
    /// Makes the number behind it negative: سالب.
    Minus,
    /// Takes the part behind it off the number before: إلا.
    Except,
    /// Divides the number before it by the one behind: على, من.
    Over,
}

/// A short name in ASCII, such as a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShortName {
    bytes: [u8; 22],
}

impl ShortName {
    /// The name, unless it is too long or not in ASCII.
    pub fn new(name: &str) -> Option<Self> {
        let mut bytes = [0; 22];
        bytes
            .get_mut(..name.len())
            .filter(|_| name.is_ascii() && !name.is_empty())?
            .copy_from_slice(name.as_bytes());
        Some(Self { bytes })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        let filled = self.bytes.split(|&byte| byte == 0).next();
        std::str::from_utf8(filled.unwrap_or_default()).unwrap_or_default()
    }
}

/// How the number beside a word is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuantityRole {
    /// It is rounded or uncertain: نحو, تقريبا.
    About,
    /// It is exceeded: أكثر من.
    More,
    /// It is reached or exceeded: ما لا يقل عن.
    AtLeast,
    /// It is not reached: أقل من.
    Less,
    /// It is not exceeded: ما لا يزيد على.
    AtMost,
    /// Behind it: or more.
    OrMore,
    /// Behind it: or less.
    OrLess,
    /// Behind it: the bound itself is meant too.
    OrEqual,
    /// It is that number: يساوي.
    Equal,
    /// It is not exceeded, or reached where a particle stands before: «تصل إلى», «لتصل إلى».
    UpTo,
    /// Before two numbers that a conjunction joins: بين.
    Between,
    /// Before the first of two numbers: من.
    From,
    /// Before the second: إلى.
    To,
    /// Between two numbers of which one is right: أو.
    Or,
    /// Before a number of hundredths: نسبة.
    Share,
    /// Behind degrees that are counted downwards: تحت الصفر.
    BelowZero,
    /// Before a number that is a name, not a quantity: رقم, المادة.
    Label,
    /// A unit of time beyond years, which times own: قرن.
    Time,
    /// Says that something changed, from one number to another: ارتفع.
    Change,
    /// Stands behind numbers and is nothing that they count: فقط, سنويا.
    Other,
    /// Between a large number and what it counts: of, de.
    Of,
    /// Behind a fraction that is the stage of a tournament: نهائي.
    Stage,
}
