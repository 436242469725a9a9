using System.Buffers;
using System.Text.Json;
using FlowFunctions.App.Flows.Documents;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Flows.Triggers.Schedules;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>
/// <c>POST /api/schedules/preview</c>: the next times of a schedule that need not be saved, or everything that is wrong with it. The compiler
/// says what is wrong, so that a form says the same as publishing does.
/// </summary>
internal sealed class PreviewSchedule(FlowCompiler compiler, TimeProvider time)
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxTimeLength = 64;
    private const string Place = "/triggers/preview";

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var members = BodyMembers.Of(
            await RequestBody.ReadJsonAsync(context.Request, MaxBytes),
            "schedule",
            "from",
            "count"
        );
        var schedule = Read(members.Any("schedule") ?? throw Missing());
        var from = ScheduleReader.MomentOf("from", members.Text("from", MaxTimeLength));
        return UpcomingTimes.Answer(
            schedule.TimeZone,
            ScheduleTimes.Of(schedule, "preview"),
            from?.AddTicks(-1) ?? time.GetUtcNow(),
            members.Number("count", 1, UpcomingTimes.MaxCount, UpcomingTimes.DefaultCount)
        );
    }

    /// <exception cref="ProblemException">400: something is wrong with it.</exception>
    private ScheduleTrigger Read(JsonElement schedule)
    {
        if (schedule.ValueKind != JsonValueKind.Object)
        {
            throw Missing();
        }

        var result = compiler.Compile(FlowAround(schedule));
        ProblemItem[] problems =
        [
            .. result
                .Problems.Where(static problem =>
                    problem.Severity == ProblemSeverity.Error
                    && problem.Pointer.StartsWith(Place, StringComparison.Ordinal)
                )
                .Select(static problem => problem with { Pointer = "/schedule" + problem.Pointer[Place.Length..] })
                .Select(ProblemResource.Item),
        ];
        return problems.Length == 0 && result.Document?.Triggers is [ScheduleTrigger read]
            ? read
            : throw new ProblemException(
                Problem.BadRequest("The schedule cannot be used. 'errors' names each place.", "Schedule.Invalid") with
                {
                    Errors = problems,
                }
            );
    }

    private static JsonElement FlowAround(JsonElement schedule)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", "preview");
            json.WriteStartObject("triggers");
            json.WriteStartObject("preview");
            json.WriteString("type", "schedule");
            foreach (var member in schedule.EnumerateObject().Where(static member => member.Name != "type"))
            {
                member.WriteTo(json);
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("steps");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static ProblemException Missing() =>
        new(Problem.BadRequest("""Send {"schedule": {"cron": "0 2 * * *"}}, with what a flow's schedule may say."""));
}
