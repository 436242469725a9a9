using System.Text;
using System.Text.Json;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Flows.Diff;

/// <summary>Renders a diff as lines of text: <c>+</c> added, <c>-</c> removed, <c>~</c> changed.</summary>
internal static class DiffText
{
    private const int LongestValue = 100;

    public static string Render(FlowDiff diff)
    {
        var text = new StringBuilder();
        foreach (var change in diff.Changes.Concat(diff.Cosmetic))
        {
            text.AppendLine(Headline(change));
            foreach (var field in change.Fields)
            {
                var name = field.Pointer.Length == 0 ? "" : field.Pointer + ": ";
                text.AppendLine($"    {name}{Value(field.Before)} -> {Value(field.After)}");
            }
        }

        return text.Replace(Environment.NewLine, "\n").ToString();
    }

    private static string Headline(FlowChange change)
    {
        var what = JsonNamingPolicy.CamelCase.ConvertName(change.Subject.ToString());
        var id = change.Id.Length == 0 ? "" : " " + change.Id;
        return change.Kind switch
        {
            ChangeKind.Added => $"+ {what}{id}",
            ChangeKind.Removed => $"- {what}{id}",
            ChangeKind.Renamed => $"~ {what} {change.RenamedFrom} renamed to{id}",
            ChangeKind.Reordered => $"~ order of the edges to{id}",
            _ => $"~ {what}{id}",
        };
    }

    private static string Value(JsonElement? value)
    {
        var text = value is { } element ? Encoding.UTF8.GetString(CanonicalJson.Write(element)) : "(none)";
        return text.Length <= LongestValue ? text : string.Concat(text.AsSpan(0, LongestValue - 1), "…");
    }
}
