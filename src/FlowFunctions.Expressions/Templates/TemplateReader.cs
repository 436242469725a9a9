using System.Globalization;
using System.Text.Json;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Templates;

/// <summary>Builds the tree of a template, noting references and problems with their JSON pointers.</summary>
internal sealed class TemplateReader(ICollection<TemplateProblem> problems)
{
    public List<TemplateReference> References { get; } = [];

    public TemplateNode Read(JsonElement element, string pointer) =>
        element.ValueKind switch
        {
            JsonValueKind.String => ReadText(element, pointer),
            JsonValueKind.Array => ReadArray(element, pointer),
            JsonValueKind.Object => ReadObject(element, pointer),
            _ => new ConstantTemplate(element),
        };

    /// <summary>A reference token of RFC 6901 §3.</summary>
    public static string Token(string name) =>
        "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private TemplateNode ReadText(JsonElement element, string pointer)
    {
        var text = JsonText.Read(element);
        if (!JsonTemplate.HasExpression(text))
            return new ConstantTemplate(element);
        try
        {
            var template = TemplateText.Parse(text);
            foreach (var (expression, start) in template.Expressions)
            {
                References.AddRange(
                    expression.References.Select(use => new TemplateReference(pointer, start + use.Position, use))
                );
            }
            return new TextTemplate(element, template);
        }
        catch (ExpressionSyntaxException exception)
        {
            problems.Add(new TemplateProblem(pointer, exception.Position ?? 0, exception.Message));
            return new ConstantTemplate(element);
        }
    }

    private ArrayTemplate ReadArray(JsonElement element, string pointer)
    {
        var items = element
            .EnumerateArray()
            .Select((item, i) => Read(item, pointer + "/" + i.ToString(CultureInfo.InvariantCulture)))
            .ToArray();
        return new ArrayTemplate(element, items);
    }

    private ObjectTemplate ReadObject(JsonElement element, string pointer)
    {
        var members = new List<KeyValuePair<string, TemplateNode>>();
        foreach (var property in element.EnumerateObject())
        {
            var name = JsonText.ReadName(property);
            members.Add(new(name, Read(property.Value, pointer + Token(name))));
        }
        return new ObjectTemplate(element, [.. members]);
    }
}
