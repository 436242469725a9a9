using System.Globalization;
using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary>Length of strings in code points, of arrays and of objects (Validation 6.3 to 6.5).</summary>
internal sealed class SizeRule(string keyword, JsonValueKind kind, long limit, bool least, string message) : Rule
{
    private static readonly (string Keyword, JsonValueKind Kind, bool Least, string One, string Many)[] Known =
    [
        ("minLength", JsonValueKind.String, true, "character", "characters"),
        ("maxLength", JsonValueKind.String, false, "character", "characters"),
        ("minItems", JsonValueKind.Array, true, "item", "items"),
        ("maxItems", JsonValueKind.Array, false, "item", "items"),
        ("minProperties", JsonValueKind.Object, true, "property", "properties"),
        ("maxProperties", JsonValueKind.Object, false, "property", "properties"),
    ];

    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        foreach (var (keyword, kind, least, one, many) in Known)
        {
            if (schema.Count(keyword) is not { } limit)
                continue;
            string verb = kind == JsonValueKind.String ? "be" : "have";
            string bound = least ? "at least" : "at most";
            string words = string.Create(
                CultureInfo.InvariantCulture,
                $"must {verb} {bound} {limit} {(limit == 1 ? one : many)}{(verb == "be" ? " long" : "")}"
            );
            yield return new SizeRule(keyword, kind, limit, least, words);
        }
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        if (value.ValueKind != kind)
            return true;
        int size = kind switch
        {
            JsonValueKind.String => JsonText.CodePoints(value, ref run.Text),
            JsonValueKind.Array => value.GetArrayLength(),
            _ => value.GetPropertyCount(),
        };
        return (least ? size >= limit : size <= limit) || run.Fail(keyword, message);
    }
}
