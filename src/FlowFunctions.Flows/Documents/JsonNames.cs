using System.Text.Json;

namespace FlowFunctions.Flows.Documents;

/// <summary>Names of an enumeration's members in JSON: the C# name with a small first letter.</summary>
internal static class JsonNames<T>
    where T : struct, Enum
{
    private static readonly string[] Names = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private static readonly T[] Values = Enum.GetValues<T>();

    public static T? Find(string name)
    {
        var index = Array.IndexOf(Names, name);
        return index < 0 ? null : Values[index];
    }

    public static string Of(T value) => Names[Array.IndexOf(Values, value)];
}
