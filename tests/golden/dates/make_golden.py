"""Date phrases and what they mean, worked out with Python's datetime and zoneinfo: phrases.jsonl.

Each row is a phrase with its meaning spelled out by hand in Python; nothing here reads the phrase. The meaning is
computed for several clocks, among them the end of a year, the days before summer time begins or ends, and a leap year.
"""

import calendar
import datetime as dt
import json
import pathlib
import zoneinfo

MO, TU, WE, TH, FR, SA, SU = range(7)
DAY = dt.timedelta(days=1)

CLOCKS = [
    ("Europe/Paris", dt.datetime(2026, 11, 23, 9, 0)),  # a Monday
    ("Europe/Paris", dt.datetime(2026, 12, 31, 22, 15)),  # a Thursday, the last day of the year
    ("America/New_York", dt.datetime(2028, 2, 26, 8, 0)),  # a Saturday of a leap year
    ("Europe/Paris", dt.datetime(2027, 3, 26, 18, 0)),  # the Friday before summer time begins
    ("America/New_York", dt.datetime(2026, 10, 31, 12, 30)),  # the Saturday before summer time ends
    ("Asia/Kolkata", dt.datetime(2027, 1, 31, 16, 45)),  # a Sunday, the last day of a month
]


class Clock:
    def __init__(self, zone, now):
        self.name, self.zone, self.now, self.today = zone, zoneinfo.ZoneInfo(zone), now, now.date()

    def instant(self, local):
        return local.replace(tzinfo=self.zone).astimezone(dt.timezone.utc)

    def day(self, date):
        begin, end = (self.instant(dt.datetime.combine(d, dt.time())) for d in (date, date + DAY))
        return "day", begin, end

    def period(self, first, after_last):
        begin, end = (self.instant(dt.datetime.combine(d, dt.time())) for d in (first, after_last))
        return "period", begin, end

    def at(self, date, hour, minute=0):
        begin = self.instant(dt.datetime.combine(date, dt.time(hour, minute)))
        return "moment", begin, begin

    def time(self, hour, minute=0):
        """Today, or tomorrow when it has passed."""
        passed = dt.datetime.combine(self.today, dt.time(hour, minute)) < self.now
        return self.at(self.today + DAY if passed else self.today, hour, minute)

    def later(self, **length):
        begin = self.instant(self.now) + dt.timedelta(**length)
        return "moment", begin, begin

    # Days.
    def weekday(self, weekday):
        return self.today + DAY * ((weekday - self.today.weekday() - 1) % 7 + 1)

    def week(self, n=0):
        return self.today + DAY * (7 * n - self.today.weekday())

    def next_weekday(self, weekday):
        return self.week(1) + DAY * weekday

    def month(self, n=0):
        months = self.today.year * 12 + self.today.month - 1 + n
        return dt.date(months // 12, months % 12 + 1, 1)

    def in_months(self, n):
        first = self.month(n)
        return first.replace(day=min(self.today.day, calendar.monthrange(first.year, first.month)[1]))

    def date(self, month, day):
        for year in range(self.today.year, self.today.year + 9):
            try:
                date = dt.date(year, month, day)
            except ValueError:
                continue
            if date >= self.today:
                return date

    def the(self, day):
        for n in range(0, 3):
            first = self.month(n)
            if day <= calendar.monthrange(first.year, first.month)[1] and first.replace(day=day) >= self.today:
                return first.replace(day=day)


def days(text, date):
    return [(phrase.strip(), lambda c: c.day(date(c))) for phrase in text.split("|")]


def moments(text, date, hour, minute=0):
    return [(phrase.strip(), lambda c: c.at(date(c), hour, minute)) for phrase in text.split("|")]


def times(text, hour, minute=0):
    return [(phrase.strip(), lambda c: c.time(hour, minute)) for phrase in text.split("|")]


def of(text, meaning):
    return [(phrase.strip(), meaning) for phrase in text.split("|")]


def today(c):
    return c.today


def tomorrow(c):
    return c.today + DAY


def after_tomorrow(c):
    return c.today + 2 * DAY


def on(weekday):
    return lambda c: c.weekday(weekday)


def next_(weekday):
    return lambda c: c.next_weekday(weekday)


def date(month, day):
    return lambda c: c.date(month, day)


def full(year, month, day):
    return lambda c: dt.date(year, month, day)


def the(day):
    return lambda c: c.the(day)


def ahead(n):
    return lambda c: c.today + n * DAY


ENGLISH = [
    *days("today|Today|TODAY| today ", today),
    *days("tomorrow|Tomorrow", tomorrow),
    *days("the day after tomorrow|day after tomorrow", after_tomorrow),
    *days("yesterday", ahead(-1)),
    *days("Monday|on Monday|this Monday|mon|on monday", on(MO)),
    *days("Tuesday|Tue|this Tue", on(TU)),
    *days("Wednesday|Wed|WEDNESDAY", on(WE)),
    *days("Thursday|Thu|this Thursday|on Thursday|thursday", on(TH)),
    *days("Friday|Fri|this Friday|for Friday", on(FR)),
    *days("Saturday|Sat", on(SA)),
    *days("Sunday|Sun", on(SU)),
    *days("next Thursday|Thursday next week|next Thu|on Thursday next week", next_(TH)),
    *days("next Monday|Monday next week", next_(MO)),
    *days("next Sunday|Sun next week", next_(SU)),
    *days("a week from Thursday|a week from Thu", lambda c: c.weekday(TH) + 7 * DAY),
    *days("a week from Monday", lambda c: c.weekday(MO) + 7 * DAY),
    *days("3 May|May 3|May 3rd|the 3rd of May|on May 3|3rd May|on the 3rd of may", date(5, 3)),
    *days("31 December|December 31|Dec 31st|the 31st of December", date(12, 31)),
    *days("January 1|1 Jan|Jan 1st|the 1st of January", date(1, 1)),
    *days("29 February|February 29|the 29th of Feb", date(2, 29)),
    *days("26 March|Mar 26", date(3, 26)),
    *days("15 Sep|Sep 15|September 15th|15 September", date(9, 15)),
    *days("May 3 2027|3 May 2027|May 3rd 2027|May 3, 2027|the 3rd of May 2027", full(2027, 5, 3)),
    *days("29 February 2028", full(2028, 2, 29)),
    *days("the 3rd|on the 3rd", the(3)),
    *days("the 21st", the(21)),
    *days("the 31st|on the 31st", the(31)),
    *days("the 23rd", the(23)),
    *days("the 26th", the(26)),
    *days("in 3 days|in three days|3 days from now|three days from now", ahead(3)),
    *days("in a day|in 1 day|in one day", ahead(1)),
    *days("in two weeks|in 2 weeks|2 weeks from now", ahead(14)),
    *days("in a week|a week from now", ahead(7)),
    *days("in 100 days", ahead(100)),
    *days("in a month|in one month|a month from now", lambda c: c.in_months(1)),
    *days("in 3 months", lambda c: c.in_months(3)),
    *of("this week", lambda c: c.period(c.week(), c.week(1))),
    *of("next week", lambda c: c.period(c.week(1), c.week(2))),
    *of("this weekend|the weekend", lambda c: c.period(c.week() + 5 * DAY, c.week(1))),
    *of("next weekend", lambda c: c.period(c.week(1) + 5 * DAY, c.week(2))),
    *of("this month", lambda c: c.period(c.month(), c.month(1))),
    *of("next month", lambda c: c.period(c.month(1), c.month(2))),
    *of("in 2 hours|in two hours|2 hours from now", lambda c: c.later(hours=2)),
    *of("in an hour|in 1 hour|in one hour", lambda c: c.later(hours=1)),
    *of("in 24 hours", lambda c: c.later(hours=24)),
    *of("in 45 minutes|in 45 min|in 45 mins", lambda c: c.later(minutes=45)),
    *of("in half an hour", lambda c: c.later(minutes=30)),
    *of("in ten minutes|10 minutes from now", lambda c: c.later(minutes=10)),
    *times("12:30|at 12.30|at 12:30|12.30", 12, 30),
    *times("3pm|3 p.m.|3 pm|at 3pm|15:00|at 3|3 PM|3 o'clock|at 3 o’clock", 15),
    *times("3:15 pm|3:15pm|15:15|3:15|3.15 p.m.|quarter past three|quarter past 3|a quarter past three", 15, 15),
    *times("3:30|at 3:30|half past three|half past 3|15.30", 15, 30),
    *times("03:30|3:30 am|3:30am", 3, 30),
    *times("noon|midday|12pm|12 pm|12:00|at noon", 12),
    *times("midnight|12am|12 a.m.|0:00|00:00|at midnight", 0),
    *times("9 o'clock|9am|9 a.m.|09:00|9:00|at 9|nine o'clock|nine", 9),
    *times("9pm|9 p.m.|21:00|21.00|9 in the evening", 21),
    *times("quarter past nine|9:15", 9, 15),
    *times("quarter to 9|quarter to nine|8:45|a quarter to nine", 8, 45),
    *times("ten to five|ten to 5|16:50|4:50", 16, 50),
    *times("twenty past 8|twenty past eight|8:20", 8, 20),
    *times("five past one|1:05|13:05", 13, 5),
    *times("half past twelve", 12, 30),
    *times("seven|at 7|at seven|7 in the morning|7am|07:00", 7),
    *times("7 in the evening|seven in the evening|7pm", 19),
    *times("3 in the afternoon|three in the afternoon", 15),
    *times("12:10am|00:10", 0, 10),
    *times("23:59|11:59pm", 23, 59),
    *moments("this morning", today, 9),
    *moments("this afternoon", today, 15),
    *moments("this evening", today, 19),
    *moments("tonight", today, 20),
    *moments("this evening at 7|this evening at seven", today, 19),
    *moments("tonight at 8|tonight at 8pm|at 8 tonight|8 tonight", today, 20),
    *moments("tonight at half past eleven", today, 23, 30),
    *moments("this afternoon at 1 p.m.", today, 13),
    *moments("this afternoon at 6", today, 18),
    *moments("Friday morning|on Friday morning|Friday at 9", on(FR), 9),
    *moments("Friday afternoon", on(FR), 15),
    *moments("Friday evening", on(FR), 19),
    *moments("Friday lunchtime|Friday at lunchtime", on(FR), 12),
    *moments("tomorrow morning", tomorrow, 9),
    *moments("tomorrow morning at 8|tomorrow at 8|8am tomorrow|tomorrow, 8:00", tomorrow, 8),
    *moments("tomorrow afternoon at 2|2pm tomorrow|tomorrow at 2", tomorrow, 14),
    *moments("tomorrow evening at 7", tomorrow, 19),
    *moments("tomorrow night at 10|tomorrow at 10pm", tomorrow, 22),
    *moments("Saturday afternoon at 12", on(SA), 12),
    *moments("Thursday at 12:30|12:30 on Thursday|Thursday 12:30|Thursday, 12:30|at 12:30 on Thursday|Thursday at 12.30|"
             "on Thursday at 12:30|thursday   at   12:30|THURSDAY AT 12:30|12:30 Thursday|half past twelve on Thursday", on(TH), 12, 30),
    *moments("noon tomorrow|tomorrow at noon|tomorrow, noon|tomorrow at 12|midday tomorrow", tomorrow, 12),
    *moments("tomorrow, 3pm|3pm tomorrow|tomorrow 3pm|tomorrow at 3|tomorrow at 15:00|at 3pm tomorrow", tomorrow, 15),
    *moments("tomorrow at quarter past nine", tomorrow, 9, 15),
    *moments("today at 5:10pm|5:10pm today|today, 5:10pm", today, 17, 10),
    # Midnight ends the named day.
    *moments("Monday at midnight|midnight on Monday", lambda c: c.weekday(MO) + DAY, 0),
    *moments("next Tuesday at 3:15 pm|3:15 pm next Tuesday|Tuesday next week at 3:15 pm", next_(TU), 15, 15),
    *moments("3pm Thursday next week", next_(TH), 15),
    *moments("a week from Wednesday at 9 o'clock|a week from Wednesday at 9 am", lambda c: c.weekday(WE) + 7 * DAY, 9),
    *moments("3 May at noon|noon on May 3|May 3rd at noon|the 3rd of May, 12:00", date(5, 3), 12),
    *moments("the 21st of July, 7:40|7:40 on July 21", date(7, 21), 7, 40),
    *moments("Mar 26th 2027 at 14:10", full(2027, 3, 26), 14, 10),
    *moments("the 12th at 10 p.m.|10pm on the 12th", the(12), 22),
    *moments("the 2nd at 11", the(2), 11),
    *moments("in 3 days at 11 pm|11pm in 3 days", ahead(3), 23),
    *moments("4 days from now at 14:30", ahead(4), 14, 30),
    *moments("in six days, 17:30", ahead(6), 17, 30),
    *moments("in a month at 15:05", lambda c: c.in_months(1), 15, 5),
    *moments("the day after tomorrow at 10.45|10:45 the day after tomorrow", after_tomorrow, 10, 45),
    *days("2026-11-26", full(2026, 11, 26)),
    *moments("2026-11-26T12:30|2026-11-26 12:30|2026-11-26T12:30:00|2026-11-26 at 12:30", full(2026, 11, 26), 12, 30),
    *of("2026-11-26T12:30:00Z|2026-11-26T13:30:00+01:00|2026-11-26T07:30-05:00",
        lambda c: ("moment",) + (dt.datetime(2026, 11, 26, 12, 30, tzinfo=dt.timezone.utc),) * 2),
    *moments("2026-11-28 at noon", full(2026, 11, 28), 12),
]

FRENCH = [
    *days("aujourd'hui|Aujourd’hui", today),
    *days("demain|Demain", tomorrow),
    *days("hier", ahead(-1)),
    *days("après-demain|apres-demain|après demain|Après-Demain", after_tomorrow),
    *days("jeudi|ce jeudi|Jeudi", on(TH)),
    *days("lundi", on(MO)),
    *days("mardi", on(TU)),
    *days("mercredi", on(WE)),
    *days("vendredi", on(FR)),
    *days("samedi", on(SA)),
    *days("dimanche", on(SU)),
    *days("jeudi prochain", next_(TH)),
    *days("jeudi en huit", lambda c: c.weekday(TH) + 7 * DAY),
    *days("3 mai|le 3 mai", date(5, 3)),
    *days("1er mai 2027|le 1er mai 2027", full(2027, 5, 1)),
    *days("14 février|le 14 fevrier", date(2, 14)),
    *days("15 août|15 aout|le 15 août", date(8, 15)),
    *days("25 décembre|le 25 decembre", date(12, 25)),
    *days("le 3", the(3)),
    *days("le 31", the(31)),
    *days("dans 3 jours|dans trois jours", ahead(3)),
    *days("dans une semaine", ahead(7)),
    *days("dans deux semaines|dans 2 semaines", ahead(14)),
    *days("dans un mois", lambda c: c.in_months(1)),
    *of("dans une heure", lambda c: c.later(hours=1)),
    *of("dans 2 heures|dans deux heures", lambda c: c.later(hours=2)),
    *of("dans 20 minutes|dans vingt minutes", lambda c: c.later(minutes=20)),
    *of("dans une demi-heure", lambda c: c.later(minutes=30)),
    *of("cette semaine", lambda c: c.period(c.week(), c.week(1))),
    *of("la semaine prochaine|semaine prochaine", lambda c: c.period(c.week(1), c.week(2))),
    *of("ce week-end|ce weekend", lambda c: c.period(c.week() + 5 * DAY, c.week(1))),
    *of("ce mois-ci|ce mois", lambda c: c.period(c.month(), c.month(1))),
    *of("le mois prochain|mois prochain", lambda c: c.period(c.month(1), c.month(2))),
    *times("9h|à 9 heures|9 heures|9 h|à 9h|neuf heures|a 9 heures", 9),
    *times("9h30|9 h 30|à 9h30|neuf heures et demie|9 heures et demie|9 heures 30", 9, 30),
    *times("9h et quart|neuf heures et quart", 9, 15),
    *times("3h|à 3h", 3),
    *times("15h|15 heures|quinze heures", 15),
    *times("18h45", 18, 45),
    *times("midi|à midi", 12),
    *times("minuit|à minuit", 0),
    *times("8 heures du soir|huit heures du soir|20h", 20),
    *times("8 heures du matin|8h du matin", 8),
    *times("3 heures de l'après-midi|3h de l’après-midi", 15),
    *moments("ce matin", today, 9),
    *moments("cet après-midi|cet apres-midi", today, 15),
    *moments("ce soir", today, 20),
    *moments("ce soir à 20h|ce soir à 8h", today, 20),
    *moments("demain matin", tomorrow, 9),
    *moments("demain soir", tomorrow, 19),
    *moments("demain après-midi", tomorrow, 15),
    *moments("demain matin à 8h|demain à 8h|demain à 8 heures", tomorrow, 8),
    *moments("demain à midi|midi demain", tomorrow, 12),
    *moments("vendredi matin", on(FR), 9),
    *moments("jeudi à 12h30|jeudi 12h30|12h30 jeudi|Jeudi à 12:30|jeudi, 12h30", on(TH), 12, 30),
    *moments("jeudi prochain à 9h", next_(TH), 9),
    *moments("le 3 mai à 14h15", date(5, 3), 14, 15),
    *moments("le 3 à 10h", the(3), 10),
    *moments("dans 3 jours à 14h", ahead(3), 14),
]

# What is not understood, or does not exist, whatever the clock.
WRONG = """|   |blursday|Thursday Friday|tomorrow yesterday|the 32nd|the 0th|30 February|February 30|31 April|30 Feb 2028|
29 February 2027|2026-02-30|2026-13-01|2026-1-1|26-11-2026|25:00|at 24:30|12:60|13pm|0pm|15 am|Thursday at|at|on|the|in|
in days|in three|in 99999999999 days|in 99999999999999999999 hours|next|this|3 4|noon midnight|3pm 4pm|tomorrow tomorrow|
half past|half past 30|quarter past|ten to|5 past half|lunch on Thursday|Thursday with Ana|Thursday at 12:30 with Ana|
soon|later|whenever|in a while|never|32 mai|le 32|jeudi vendredi|dans|dans jours|25h|9h75|le 30 février|
2026-11-26T25:00|2026-11-26T12:60|2026-11-26T12:30:00+99:00|2026-11-26T|12:30:|3 May 20270|May|mai|-3 days|in -3 days""".replace("\n", "").split("|")

# (zone, now, phrase, meaning): clocks of their own.
PARIS, NEW_YORK = "Europe/Paris", "America/New_York"
SPECIAL = [
    # Summer time begins on Sunday 28 March 2027 at 02:00 in Paris, on Sunday 12 March 2028 at 02:00 in New York.
    (PARIS, dt.datetime(2027, 3, 26, 18, 0), "Sunday at 2:30 am", None),
    (PARIS, dt.datetime(2027, 3, 26, 18, 0), "2027-03-28T02:30", None),
    (PARIS, dt.datetime(2027, 3, 26, 18, 0), "dimanche à 2h30", None),
    (PARIS, dt.datetime(2027, 3, 26, 18, 0), "Sunday at 03:00", lambda c: c.at(dt.date(2027, 3, 28), 3)),
    (PARIS, dt.datetime(2027, 3, 26, 18, 0), "Sunday at 1:59 am", lambda c: c.at(dt.date(2027, 3, 28), 1, 59)),
    (PARIS, dt.datetime(2027, 3, 27, 18, 0), "in 24 hours", lambda c: c.at(dt.date(2027, 3, 28), 19)),
    (PARIS, dt.datetime(2027, 3, 28, 1, 30), "in an hour", lambda c: c.at(dt.date(2027, 3, 28), 3, 30)),
    (NEW_YORK, dt.datetime(2028, 3, 10, 8, 0), "Sunday at 02:15", None),
    (NEW_YORK, dt.datetime(2028, 3, 10, 8, 0), "in 2 days at 2:15 am", None),
    (NEW_YORK, dt.datetime(2028, 3, 10, 8, 0), "Sunday", lambda c: c.day(dt.date(2028, 3, 12))),
    # It ends on Sunday 1 November 2026 at 02:00 in New York: 01:30 happens twice, the first counts.
    (NEW_YORK, dt.datetime(2026, 10, 31, 12, 0), "tomorrow at 1:30 am", lambda c: c.at(dt.date(2026, 11, 1), 1, 30)),
    (NEW_YORK, dt.datetime(2026, 10, 31, 12, 0), "2026-11-01T01:30", lambda c: c.at(dt.date(2026, 11, 1), 1, 30)),
    (PARIS, dt.datetime(2026, 10, 24, 12, 0), "tomorrow at 02:30", lambda c: c.at(dt.date(2026, 10, 25), 2, 30)),
    # Now is itself that time.
    (PARIS, dt.datetime(2026, 11, 26, 12, 0), "Thursday", lambda c: c.day(dt.date(2026, 12, 3))),
    (PARIS, dt.datetime(2026, 11, 26, 12, 0), "26 November", lambda c: c.day(dt.date(2026, 11, 26))),
    (PARIS, dt.datetime(2026, 11, 26, 12, 0), "the 26th", lambda c: c.day(dt.date(2026, 11, 26))),
    (PARIS, dt.datetime(2026, 11, 26, 12, 0), "25 November", lambda c: c.day(dt.date(2027, 11, 25))),
    (PARIS, dt.datetime(2026, 11, 29, 12, 0), "next Monday", lambda c: c.day(dt.date(2026, 11, 30))),
    (PARIS, dt.datetime(2026, 11, 29, 12, 0), "this weekend",
     lambda c: c.period(dt.date(2026, 11, 28), dt.date(2026, 11, 30))),
    (PARIS, dt.datetime(2028, 2, 29, 12, 0), "29 February", lambda c: c.day(dt.date(2028, 2, 29))),
    (PARIS, dt.datetime(2028, 3, 1, 12, 0), "29 February", lambda c: c.day(dt.date(2032, 2, 29))),
    (PARIS, dt.datetime(2028, 1, 31, 12, 0), "in a month", lambda c: c.day(dt.date(2028, 2, 29))),
    (PARIS, dt.datetime(2027, 1, 31, 12, 0), "in a month", lambda c: c.day(dt.date(2027, 2, 28))),
    (PARIS, dt.datetime(2027, 2, 1, 12, 0), "the 30th", lambda c: c.day(dt.date(2027, 3, 30))),
    ("UTC", dt.datetime(2026, 11, 23, 9, 0), "Thursday at 12:30", lambda c: c.at(dt.date(2026, 11, 26), 12, 30)),
    ("Pacific/Auckland", dt.datetime(2026, 11, 23, 9, 0), "tomorrow at noon",
     lambda c: c.at(dt.date(2026, 11, 24), 12)),
    ("Australia/Lord_Howe", dt.datetime(2026, 11, 23, 9, 0), "in 6 months", lambda c: c.day(dt.date(2027, 5, 23))),
]


def row(clock, phrase, meaning):
    result = {"zone": clock.name, "now": clock.instant(clock.now).strftime("%Y-%m-%dT%H:%M:%SZ"), "phrase": phrase}
    if meaning is None:
        return result | {"kind": "error"}
    kind, begin, end = meaning(clock)
    return result | {"kind": kind, "begin": int(begin.timestamp()), "end": int(end.timestamp())}


def main():
    rows = []
    for zone, now in CLOCKS:
        clock = Clock(zone, now)
        skipped = set()
        for phrase, meaning in ENGLISH + FRENCH:
            rows.append(row(clock, phrase, meaning))
    rows += [row(Clock(*CLOCKS[0]), phrase, None) for phrase in WRONG]
    rows += [row(Clock(zone, now), phrase, meaning) for zone, now, phrase, meaning in SPECIAL]
    text = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    pathlib.Path(__file__).with_name("phrases.jsonl").write_text(text, encoding="utf-8")
    print(len(rows), "rows,", len({r["phrase"] for r in rows}), "phrases")


if __name__ == "__main__":
    main()
