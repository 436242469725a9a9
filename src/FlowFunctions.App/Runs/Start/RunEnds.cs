using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Start;

/// <summary>How runs have ended that the engine may not know any more.</summary>
internal sealed class RunEnds(RunReader reader, PayloadArchive payloads)
{
    /// <summary>The end of an ended run, with its output.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="maxBytes">An output that is stored elsewhere and larger stays a reference.</param>
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
            return Known(run.Header);
        }

        return result.Output?.Reference?.Length > maxBytes
            ? result
            : result with
            {
                Output = await LoadAsync(result.Output, cancellationToken),
            };
    }

    /// <summary>The end as far as lists show it.</summary>
    public static RunResult Known(RunHeader run) =>
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

    /// <summary>A value itself, wherever it is stored.</summary>
    public async ValueTask<Payload?> LoadAsync(Payload? value, CancellationToken cancellationToken) =>
        value?.Reference is { } reference
            ? Payload.FromUtf8(await payloads.GetAsync(reference, cancellationToken))
            : value;
}
