using System.Globalization;

namespace FlowFunctions.Storage.Tables;

/// <summary>The OData names of the types that JSON cannot tell.</summary>
internal static class EdmType
{
    public const string Suffix = "@odata.type";
    public const string Binary = "Edm.Binary";
    public const string DateTime = "Edm.DateTime";
    public const string Double = "Edm.Double";
    public const string Guid = "Edm.Guid";
    public const string Int64 = "Edm.Int64";

    /// <summary>A value that came as text.</summary>
    /// <exception cref="FormatException">The text is none of the type.</exception>
    public static object Parse(string text, string? type) =>
        type switch
        {
            Int64 => long.Parse(text, CultureInfo.InvariantCulture),
            Double => ParseDouble(text),
            DateTime => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            Guid => System.Guid.Parse(text),
            Binary => Convert.FromBase64String(text),
            _ => text,
        };

    public static string NotFinite(double number) =>
        double.IsNaN(number) ? "NaN"
        : number > 0 ? "Infinity"
        : "-Infinity";

    private static double ParseDouble(string text) =>
        text switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.Parse(text, CultureInfo.InvariantCulture),
        };
}
