using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Payloads;

/// <summary>
/// Lets steps know nothing of references: before an execution it loads the stored values that the step looks at, afterwards it stores
/// what is large in the answer.
/// </summary>
/// <param name="steps">Executes the steps.</param>
/// <param name="values">Loads and stores.</param>
/// <param name="time">The clock that pauses between attempts are measured by.</param>
public sealed class LargeValueExecutor(IStepExecutor steps, LargeValues values, TimeProvider time) : IStepExecutor
{
    /// <inheritdoc/>
    public async ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var loaded = request.ReadsStored()
                ? await PatientAccess.InsistAsync(request, values.LoadAsync, time, cancellationToken)
                : request;
            var outcome = await steps.ExecuteAsync(loaded, cancellationToken);
            return values.IsInline(outcome)
                ? outcome.Compact()
                : await PatientAccess.InsistAsync(outcome, values.StoreAsync, time, cancellationToken);
        }
        catch (PayloadMissingException exception)
        {
            return Failed(PayloadMissingException.Code, exception.Message);
        }
        catch (PayloadTooLargeException exception)
        {
            return Failed(PayloadTooLargeException.Code, exception.Message);
        }
    }

    /// <inheritdoc/>
    public StepOutcome ExecutePure(StepRequest request) => steps.ExecutePure(request);

    private static StepOutcome.Failed Failed(string code, string message) =>
        new(new StepError { Code = code, Message = message });
}
