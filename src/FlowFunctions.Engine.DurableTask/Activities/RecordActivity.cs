using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Diagnostics;

namespace FlowFunctions.Engine.DurableTask.Activities;

/// <summary>Stores records of ended runs and tells those who wait here for their ends.</summary>
internal sealed class RecordActivity(IRunArchive archive, RunEndings endings)
{
    /// <summary>Stores a record.</summary>
    /// <param name="input">As <see cref="RunEnds"/> wrote it.</param>
    /// <param name="cancellationToken">The process ends.</param>
    /// <returns>Whether it is stored, for the orchestrator, which tries it again later if not.</returns>
    /// <exception cref="InvalidDataException">The input is none.</exception>
    public async ValueTask<string> ExecuteAsync(string input, CancellationToken cancellationToken)
    {
        var (run, result, place) = RunEnds.Read(input);
        try
        {
            await archive.StoreAsync(run, cancellationToken);
        }
        catch (IOException)
        {
            return RunEnds.Answer(isStored: false, place);
        }

        DurableMetrics.Runs.RunEnded(run.FlowId, run.Status, run.EndedAt - run.StartedAt);
        endings.Tell(run.Start.RunId, result);
        return RunEnds.Answer(isStored: true, place);
    }
}
