using System.Collections;
using System.Globalization;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Tests.History;

/// <summary>Writes everything that a record holds, so that two can be compared member by member.</summary>
internal static class Describe
{
    public static string Value(object? value) =>
        value switch
        {
            null => "null",
            string text => $"\"{text}\"",
            Payload { Reference: { } reference } => reference.ToString(),
            Payload payload => Convert.ToHexString(payload.Span),
            DateTimeOffset time => time.UtcTicks.ToString(CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
            bool flag => flag ? "true" : "false",
            IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Value))}]",
            _ => Members(value),
        };

    private static string Members(object value)
    {
        var members = value
            .GetType()
            .GetProperties()
            .Where(static property => property.GetIndexParameters().Length == 0)
            .Select(property => $"{property.Name} = {Value(property.GetValue(value))}");
        return $"{value.GetType().Name} {{ {string.Join(", ", members)} }}";
    }
}
