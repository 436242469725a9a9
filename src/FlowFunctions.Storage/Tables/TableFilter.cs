using System.Globalization;

namespace FlowFunctions.Storage.Tables;

/// <summary>Values as literals of a filter (REST reference, "Querying tables and entities").</summary>
internal static class TableFilter
{
    public static string Create(FormattableString filter) =>
        string.Format(
            CultureInfo.InvariantCulture,
            filter.Format,
            [.. filter.GetArguments().Select(static value => (object)Literal(value))]
        );

    private static string Literal(object? value) =>
        value switch
        {
            string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
            bool truth => truth ? "true" : "false",
            int number => number.ToString(CultureInfo.InvariantCulture),
            long number => string.Create(CultureInfo.InvariantCulture, $"{number}L"),
            double number when double.IsFinite(number) => TableEntityWriter.Text(number),
            DateTimeOffset time => $"datetime'{TableEntityWriter.Text(time)}'",
            Guid guid => $"guid'{guid}'",
            byte[] bytes => $"X'{Convert.ToHexStringLower(bytes)}'",
            _ => throw Unusable(value),
        };

    private static ArgumentException Unusable(object? value) =>
        new(
            $"A filter takes no value such as '{value ?? "null"}'; use a String, Boolean, Int32, Int64, finite Double, "
                + "DateTimeOffset, Guid or Byte[].",
            nameof(value)
        );
}
