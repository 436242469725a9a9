using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FlowFunctions.Flows.Compilation;

/// <summary>
/// The output of a scope whose document names none: of a flow that responds, the body of the step that did; of a scope with one
/// last step, its output; else the outputs of the last steps by id, without those that did not run. Ordered by id, so that the
/// order in the document does not matter.
/// </summary>
internal static partial class DefaultOutput
{
    public static JsonElement Of(IndexedScope scope)
    {
        var responses = scope.Depth == 0 ? scope.Steps.Where(static step => step.Type!.IsResponse) : [];
        var bodies = Sorted(responses).Select(static id => $"{Step(id)}?.output?.body").ToArray();
        if (bodies.Length > 0)
        {
            return Text($"{{{{ {string.Join(" ?? ", bodies)} }}}}");
        }

        var last = Sorted(Sinks(scope)).ToArray();
        return last.Length == 1 ? Text(OutputOf(last[0])) : ById(last);
    }

    private static IEnumerable<IndexedStep> Sinks(IndexedScope scope)
    {
        var sources = scope.Edges.Select(static edge => edge.From).ToHashSet();
        return scope.Steps.Where(step => !sources.Contains(step.Index));
    }

    private static IEnumerable<string> Sorted(IEnumerable<IndexedStep> steps) =>
        steps.Select(static step => step.Id).Order(StringComparer.Ordinal);

    private static string OutputOf(string id) => $"{{{{ {Step(id)}?.output }}}}";

    private static string Step(string id) => Identifier().IsMatch(id) ? $"steps.{id}" : $"steps['{id}']";

    private static JsonElement Text(string template) => Write(json => json.WriteStringValue(template));

    private static JsonElement ById(string[] ids) =>
        Write(json =>
        {
            json.WriteStartObject();
            foreach (var id in ids)
            {
                json.WriteString(id, OutputOf(id));
            }

            json.WriteEndObject();
        });

    private static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
