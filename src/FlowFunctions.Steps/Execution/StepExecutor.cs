using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Logs;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Steps.Execution;

/// <summary>Executes steps by their types and makes an outcome of whatever comes of it.</summary>
/// <param name="types">The step types of the installation.</param>
/// <param name="secrets">Where the values of secrets come from.</param>
/// <param name="logs">Where the logs of steps go; null for nowhere.</param>
public sealed class StepExecutor(StepTypes types, ISecretSource secrets, IStepLogs? logs = null) : IStepExecutor
{
    private static readonly IStepType Output = new OutputStep();
    private readonly StepServices _services = new(secrets, logs ?? NoLogs.Instance);

    /// <inheritdoc/>
    public async ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken)
    {
        if (!TryFind(request.Step.Type, out var type))
        {
            return Failed(StepErrorCodes.TypeUnknown, $"The step type {request.Step.Type} is not installed here.");
        }

        var context = new StepContext(request, type.Descriptor.With, _services);
        var outcome = await ExecuteAsync(type, context, cancellationToken);
        return context.Secrets.Used.Count == 0 ? outcome : Masked(outcome, context.Secrets);
    }

    /// <inheritdoc/>
    public StepOutcome ExecutePure(StepRequest request)
    {
        var execution = ExecuteAsync(request, CancellationToken.None);
        return execution.IsCompletedSuccessfully
            ? execution.Result
            : Failed(
                ErrorCodes.StepProtocol,
                $"The step type {request.Step.Type} calls itself pure but did not finish at once."
            );
    }

    [SuppressMessage("Design", "CA1031", Justification = "A failure of a step is an outcome, never an exception.")]
    private static async ValueTask<StepOutcome> ExecuteAsync(
        IStepType type,
        StepContext context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await context.LoadSecretsAsync(cancellationToken);
            return await type.ExecuteAsync(context, cancellationToken);
        }
        catch (StepFailedException exception)
        {
            return new StepOutcome.Failed(exception.Error);
        }
        catch (ExpressionException exception)
        {
            return Failed(ErrorCodes.Expression, exception.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Failed(ErrorCodes.Cancelled, "The step was cancelled.");
        }
        catch (Exception exception)
        {
            return Failed(
                StepErrorCodes.Unexpected,
                $"The step ended unexpectedly: {exception.Message}",
                retryable: !type.Descriptor.IsPure
            );
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "What cannot be searched for secrets must not be shown.")]
    private static StepOutcome Masked(StepOutcome outcome, SecretValues secrets)
    {
        try
        {
            return OutcomeMask.Apply(secrets.Mask, outcome);
        }
        catch (Exception)
        {
            return Failed(
                StepErrorCodes.Unexpected,
                "The step's result could not be searched for the secrets it used."
            );
        }
    }

    private static StepOutcome.Failed Failed(string code, string message, bool retryable = false) =>
        new(
            new StepError
            {
                Code = code,
                Message = message,
                Retryable = retryable,
            }
        );

    private bool TryFind(string id, [NotNullWhen(true)] out IStepType? type)
    {
        type = Output;
        return id == PlanStep.OutputType || types.TryGet(id, out type);
    }
}
