using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Read;

/// <summary>How ended runs ended.</summary>
internal sealed class RunEnds(RunReader reader, PayloadArchive payloads)
{
    /// <summary>The end of a run.</summary>
    /// <param name="run">The run; it has ended.</param>
    /// <param name="maxBytes">A larger output stays a reference.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">404: its plan is lost.</exception>
    /// <exception cref="PayloadMissingException">Its output is lost.</exception>
    public async ValueTask<RunResult> OfAsync(
        RunRecord run,
        CancellationToken cancellationToken,
        long maxBytes = long.MaxValue
    )
    {
        var view = await reader.ViewAsync(run, cancellationToken);
        if (view.State.Result is not { } result)
        {
            return Unknown(run.Header);
        }

        return result.Output?.Reference is { } reference && reference.Length <= maxBytes
            ? result with
            {
                Output = Payload.FromUtf8(await payloads.GetAsync(reference, cancellationToken)),
            }
            : result;
    }

    /// <summary>The end as far as lists show it.</summary>
    public static RunResult Unknown(RunHeader run) =>
        new(
            run.Status,
            Output: null,
            run.Error is { } error
                ? new StepError
                {
                    Code = error.Code,
                    Message = error.Message,
                    Step = error.Step,
                }
                : null
        );
}
