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
    public async ValueTask<RunResult> OfAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var view = await reader.ViewAsync(run, cancellationToken);
        if (view.State.Result is not { } result)
        {
            var error = run.Header.Error;
            return new RunResult(
                run.Header.Status,
                Output: null,
                error is null ? null : new StepError { Code = error.Code, Message = error.Message }
            );
        }

        return result with
        {
            Output = await LoadAsync(result.Output, cancellationToken),
        };
    }

    /// <summary>A value itself, wherever it is stored.</summary>
    public async ValueTask<Payload?> LoadAsync(Payload? value, CancellationToken cancellationToken) =>
        value?.Reference is { } reference
            ? Payload.FromUtf8(await payloads.GetAsync(reference, cancellationToken))
            : value;
}
