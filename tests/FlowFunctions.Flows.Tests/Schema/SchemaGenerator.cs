using System.Text.Json.Nodes;

namespace FlowFunctions.Flows.Tests.Schema;

/// <summary>
/// Random schemas and values from a vocabulary so small that they often have to do with one another. References only
/// lead to definitions further down, or back to the root from inside a property or an item, so that they end.
/// </summary>
internal sealed class SchemaGenerator(int seed)
{
    private const int Definitions = 3;
    private const int MaxDepth = 3;
    private static readonly string[] Names = ["a", "b", "c", "ab", "😀"];
    private static readonly string[] Texts = ["", "a", "ab", "abc", "é", "😀", "a1", "1"];
    private static readonly string[] Patterns =
    [
        "^a",
        "b$",
        "^.$",
        "^[a-c]+$",
        "\\d",
        "^\\p{L}*$",
        "[^a]",
        "(a|b)c?",
        "^.{1,2}$",
    ];
    private static readonly string[] Types = ["string", "number", "integer", "boolean", "object", "array", "null"];
    private static readonly string[] Numbers = ["0", "1", "1.0", "-1", "2", "2.5", "3", "10", "1e1"];
    private readonly Random random = new(seed);

    public JsonNode Schema()
    {
        var root = Keywords(0, Definitions, inPlace: true);
        var definitions = new JsonObject();
        for (int i = 0; i < Definitions; i++)
            definitions[$"d{i}"] = Subschema(1, i, inPlace: true);
        root["$defs"] = definitions;
        root["$dynamicAnchor"] = "root";
        return root;
    }

    public JsonNode? Value(int depth = 0)
    {
        int kind = random.Next(depth >= MaxDepth ? 5 : 9);
        return kind switch
        {
            0 => null,
            1 => JsonValue.Create(random.Next(2) == 0),
            2 => Number(),
            3 or 4 => JsonValue.Create(Pick(Texts)),
            5 or 6 => new JsonArray([.. Several(4, () => Value(depth + 1))]),
            _ => new JsonObject(Distinct(Names, 4).Select(name => KeyValuePair.Create(name, Value(depth + 1)))),
        };
    }

    private JsonNode Subschema(int depth, int definitions, bool inPlace) =>
        random.Next(12) == 0 ? JsonValue.Create(random.Next(3) > 0) : Keywords(depth, definitions, inPlace);

    private JsonObject Keywords(int depth, int definitions, bool inPlace)
    {
        var schema = new JsonObject();
        int count = random.Next(1, depth == 0 ? 5 : 4);
        for (int i = 0; i < count; i++)
            Add(schema, depth, definitions, inPlace);
        return schema;
    }

    private void Add(JsonObject schema, int depth, int definitions, bool inPlace)
    {
        JsonNode Here() => Subschema(depth + 1, definitions, inPlace);
        JsonNode Below() => Subschema(depth + 1, definitions, inPlace: false);
        JsonArray List(Func<JsonNode> item) => new([.. Several(3, item).DefaultIfEmpty(JsonValue.Create(true))]);
        JsonObject Map(string[] names, Func<JsonNode> item) =>
            new(Distinct(names, 3).Select(name => KeyValuePair.Create<string, JsonNode?>(name, item())));

        switch (random.Next(depth >= MaxDepth ? 20 : 44))
        {
            case 0 or 1 or 2:
                schema["type"] = random.Next(2) == 0 ? Pick(Types) : Strings(Types, 3, least: 1);
                break;
            case 3:
                schema["enum"] = new JsonArray([.. Several(4, () => Value(1)), Value(1)]);
                break;
            case 4:
                schema["const"] = Value(1);
                break;
            case 5:
                schema[Pick("minimum", "exclusiveMinimum")] = Number();
                break;
            case 6:
                schema[Pick("maximum", "exclusiveMaximum")] = Number();
                break;
            case 7:
                schema["multipleOf"] = JsonNode.Parse(Pick("1", "2", "0.5", "3", "2.0"));
                break;
            case 8:
                schema[Pick("minLength", "minItems", "minProperties")] = random.Next(3);
                break;
            case 9:
                schema[Pick("maxLength", "maxItems", "maxProperties")] = random.Next(4);
                break;
            case 10 or 11:
                schema["pattern"] = Pick(Patterns);
                break;
            case 12:
                schema["uniqueItems"] = true;
                break;
            case 13 or 14:
                schema["required"] = Strings(Names, 2, least: 0);
                break;
            case 15:
                schema["dependentRequired"] = Map(Names, () => Strings(Names, 2, least: 0));
                break;
            case 16 when definitions > 0:
                schema["$ref"] = $"#/$defs/d{random.Next(definitions)}";
                break;
            case 17 when !inPlace:
                (string keyword, string target) = random.Next(2) == 0 ? ("$ref", "#") : ("$dynamicRef", "#root");
                schema[keyword] = target;
                break;
            case 20 or 21 or 22 or 23:
                schema["properties"] = Map(Names, Below);
                break;
            case 24:
                schema["patternProperties"] = Map(Patterns, Below);
                break;
            case 25:
                schema["additionalProperties"] = Below();
                break;
            case 26:
                schema["propertyNames"] = Below();
                break;
            case 27:
                schema["dependentSchemas"] = Map(Names, Here);
                break;
            case 28:
                schema["prefixItems"] = List(Below);
                break;
            case 29:
                schema["items"] = Below();
                break;
            case 30 or 31:
                schema["contains"] = Below();
                if (random.Next(2) == 0)
                    schema[Pick("minContains", "maxContains")] = random.Next(3);
                break;
            case 32 or 33:
                schema["allOf"] = List(Here);
                break;
            case 34 or 35:
                schema["anyOf"] = List(Here);
                break;
            case 36 or 37:
                schema["oneOf"] = List(Here);
                break;
            case 38:
                schema["not"] = Here();
                break;
            case 39 or 40:
                (schema["if"], schema["then"], schema["else"]) = (Here(), Here(), Here());
                break;
            case 41 or 42:
                schema["unevaluatedProperties"] = random.Next(2) == 0 ? false : Below();
                break;
            case 43:
                schema["unevaluatedItems"] = random.Next(2) == 0 ? false : Below();
                break;
        }
    }

    private JsonNode Number() => JsonNode.Parse(Pick(Numbers))!;

    private JsonArray Strings(string[] from, int most, int least) =>
        new([
            .. from.OrderBy(_ => random.Next())
                .Take(random.Next(least, most + 1))
                .Select(text => JsonValue.Create(text)),
        ]);

    private string[] Distinct(string[] from, int most) =>
        [.. from.OrderBy(_ => random.Next()).Take(random.Next(most + 1))];

    private T[] Several<T>(int most, Func<T> item) =>
        [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => item())];

    private string Pick(params string[] from) => from[random.Next(from.Length)];
}
