using System.Globalization;
using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Records;

namespace FlowFunctions.App.Runs.Read;

/// <summary><c>GET /api/runs/{id}/steps</c>: the steps of a run page by page, in the order of its plan.</summary>
internal sealed class ListSteps(RunReader reader)
{
    public async Task<IResult> HandleAsync(string runId, HttpContext context, int? limit, string? continuation)
    {
        var size = PageSize.Of(limit);
        var first = Offset(continuation);
        var run = await reader.GetAsync(Workspace.Of(context), runId, context.RequestAborted);
        var view = await reader.ViewAsync(run, context.RequestAborted);
        return new JsonResult<Page>(new(runId, view.Steps, first, size), static (json, page, _) => Write(json, page));
    }

    /// <summary>The place in a list that a continuation names.</summary>
    /// <exception cref="ProblemException">400: it is none that was given out.</exception>
    public static int Offset(string? continuation)
    {
        if (string.IsNullOrEmpty(continuation))
        {
            return 0;
        }

        return int.TryParse(continuation, NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? offset
            : throw new ProblemException(
                Problem.BadRequest("'continuation' is none of this list. Leave it out to begin again.")
            );
    }

    /// <summary>Writes the members <c>items</c> and, when there are more, <c>continuation</c>.</summary>
    public static void WritePage<T>(
        Utf8JsonWriter json,
        IReadOnlyList<T> all,
        int first,
        int size,
        Action<Utf8JsonWriter, T> write
    )
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var item in all.Skip(first).Take(size))
        {
            write(json, item);
        }

        json.WriteEndArray();
        if (first < all.Count - size)
        {
            json.WriteString("continuation", (first + size).ToString(CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Page page) =>
        WritePage(json, page.Steps, page.First, page.Size, (writer, step) => StepJson.Write(writer, step, page.RunId));

    private sealed record Page(string RunId, IReadOnlyList<StepRecord> Steps, int First, int Size);
}
