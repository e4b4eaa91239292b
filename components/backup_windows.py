"""How long backup jobs may take, and after how many hours one is late."""

from holdfast.components.backup_schedule_args import BackupClassArgs, HourlyBackupArgs

START_WINDOW = 2 * 60
"""Minutes in which a daily job may begin: an assumption. AWS's defaults are 8 hours, and 7 days to complete,
in which nobody would hear of a job that waits or hangs
(https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html, 2026-11)."""
COMPLETION_WINDOW = 12 * 60
"""Minutes in which a daily job must be done once it began: an assumption."""
HOURLY_START_WINDOW = 60
"""Minutes in which an hourly job may begin, the least that AWS takes: it has begun or expired before the next
is due (https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html, 2026-11)."""
DAILY_HOURS = 24 + (START_WINDOW + COMPLETION_WINDOW) // 60
"""Hours after which a daily backup is late: a day and both windows."""

_LEAST_HOURLY_COMPLETION_WINDOW = 2 * 60
# An assumption: AWS publishes no time for a copy. It tries for two hours to begin one:
# https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html (2026-11)
_COPY_HOURS = 12


def hourly_completion_window(hourly: HourlyBackupArgs) -> int:
    """Minutes in which an hourly job must be done once it began: its period, two hours at least."""
    return max(_LEAST_HOURLY_COMPLETION_WINDOW, 60 * int(hourly["every_hours"]))


def hourly_hours(hourly: HourlyBackupArgs) -> int:
    """Hours after which an hourly backup is late: its period and both windows."""
    return int(hourly["every_hours"]) + (HOURLY_START_WINDOW + hourly_completion_window(hourly)) // 60


def copy_hours(one: BackupClassArgs) -> int:
    """Hours after which a class's copies are late: those of its most frequent copied backups, and 12 more."""
    hourly = one.get("hourly")
    if hourly is not None and hourly.get("copied", False):
        return hourly_hours(hourly) + _COPY_HOURS
    return DAILY_HOURS + _COPY_HOURS
