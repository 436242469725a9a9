using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace FlowFunctions.App.Problems;

/// <summary>Finds the parameter of an address that routing could not read. Routing itself answers with a bare 400.</summary>
internal static class BadParameters
{
    /// <summary>The problem, or null when no parameter is wrong.</summary>
    public static Problem? Find(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>() is { } handler
            ? handler
                .GetParameters()
                .SelectMany(Expand)
                .Select(one => Check(one, context.Request))
                .FirstOrDefault(IsWrong)
            : null;

    private static bool IsWrong(Problem? problem) => problem is not null;

    private static IEnumerable<(string Name, Type Type)> Expand(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(AsParametersAttribute))
            ? parameter.ParameterType.GetProperties().Select(static property => (property.Name, property.PropertyType))
            : [(parameter.Name ?? "", parameter.ParameterType)];

    private static Problem? Check((string Name, Type Type) parameter, HttpRequest request)
    {
        var expected = (Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type) switch
        {
            var type when type == typeof(int) => "a whole number",
            var type when type == typeof(bool) => "true or false",
            _ => null,
        };
        if (expected is null || request.Query[parameter.Name] is not [{ Length: > 0 } value, ..] || Fits(value))
        {
            return null;
        }

        var name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name);
        return Problem.BadRequest($"'{name}' is '{value}'; give {expected}, or leave it out.");

        bool Fits(string text) =>
            expected == "true or false"
                ? bool.TryParse(text, out _)
                : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);
    }
}
