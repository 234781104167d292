"""When something recurs, in words and as the five fields of a crontab. All times are UTC."""

import re
from dataclasses import dataclass

DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
EXAMPLES = (
    "every minute, every 15 minutes, every hour, every night at 02:00, every weekday at 06:30, every Monday at 12:00, "
    "every month on day 1 at 03:00"
)
AT = r"at (?P<hour>\d{1,2}):(?P<minute>\d{2})"
PATTERN = re.compile(
    r"every (?:(?P<unit>minute|hour)"
    r"|(?P<step>\d{1,2}) (?P<units>minutes|hours)"
    rf"|(?P<days>night|day|weekday|{'|'.join(DAYS)}|month on day (?P<date>\d{{1,2}})) {AT})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The fields of a crontab, as it writes them."""

    minute: str = "*"
    hour: str = "*"
    day_of_week: str = "*"
    day_of_month: str = "*"

    @classmethod
    def parse(cls, text: str) -> "Recurrence":
        """What the words mean. Raises ValueError that shows how to say it."""
        found = PATTERN.fullmatch(" ".join(text.split()))
        if found is None:
            raise ValueError(f'"{text}" is not understood. Write for example: {EXAMPLES}.')
        if found["unit"]:
            return cls() if found["unit"].lower() == "minute" else cls(minute="0")
        if found["step"]:
            return cls._each(int(found["step"]), found["units"].lower())
        hour, minute = int(found["hour"]), int(found["minute"])
        if hour > 23 or minute > 59:
            raise ValueError(f"{found['hour']}:{found['minute']} is no time of day. Write 00:00 to 23:59, in UTC.")
        at = {"minute": str(minute), "hour": str(hour)}
        if found["date"]:
            if not 1 <= int(found["date"]) <= 28:
                raise ValueError(f"Not every month has a day {found['date']}. Give a day from 1 to 28.")
            return cls(**at, day_of_month=str(int(found["date"])))
        named = found["days"].capitalize()
        if named in DAYS:
            return cls(**at, day_of_week=str(DAYS.index(named)))
        return cls(**at, day_of_week="1-5" if named == "Weekday" else "*")

    @classmethod
    def _each(cls, step: int, units: str) -> "Recurrence":
        whole = 60 if units == "minutes" else 24
        if not step or whole % step:
            raise ValueError(f"{step} {units} do not divide {whole}, so they would not recur evenly. Give a divisor.")
        if step == 1:
            return cls() if units == "minutes" else cls(minute="0")
        return cls(minute=f"*/{step}") if units == "minutes" else cls(minute="0", hour=f"*/{step}")

    @property
    def words(self) -> str:
        """The words that mean this; the crontab's own fields where no words do."""
        for step, name in ((self.minute, "minutes"), (self.hour, "hours")):
            if step.startswith("*/") and (name == "minutes" or self.minute == "0"):
                return f"every {step[2:]} {name}"
        if (self.hour, self.day_of_week, self.day_of_month) == ("*", "*", "*"):
            if self.minute in ("*", "0"):
                return "every minute" if self.minute == "*" else "every hour"
        elif self.minute.isdigit() and self.hour.isdigit():
            at = f"at {int(self.hour):02}:{int(self.minute):02}"
            if self.day_of_week == "*":
                day = "night" if self.day_of_month == "*" else f"month on day {self.day_of_month}"
                return f"every {day} {at}"
            if self.day_of_week == "1-5":
                return f"every weekday {at}"
            if self.day_of_week.isdigit() and self.day_of_month == "*":
                return f"every {DAYS[int(self.day_of_week) % 7]} {at}"
        return f"minute {self.minute}, hour {self.hour}, weekday {self.day_of_week}, day {self.day_of_month}"
