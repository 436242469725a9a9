using System.Globalization;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.Flows.Tests.Triggers.Schedules;

/// <summary>Schedules for tests.</summary>
internal static class Schedules
{
    public static ScheduleTrigger Cron(string expression, string zone = "UTC")
    {
        Assert.True(CronExpression.TryParse(expression, out var cron, out var problem), problem);
        return new ScheduleTrigger
        {
            Id = "nightly",
            Pointer = "/triggers/nightly",
            Cron = cron,
            TimeZone = zone,
        };
    }

    public static ScheduleTrigger Every(TimeSpan every) =>
        new()
        {
            Id = "often",
            Pointer = "/triggers/often",
            Every = every,
        };

    public static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
