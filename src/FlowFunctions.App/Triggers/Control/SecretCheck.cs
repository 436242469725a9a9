using FlowFunctions.Flows.Triggers;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.App.Triggers.Control;

/// <summary>A webhook needs the secret that its callers prove themselves with.</summary>
internal sealed class SecretCheck(ISecretSource secrets) : ITriggerCheck
{
    /// <inheritdoc/>
    public async ValueTask<TriggerProblem?> CheckAsync(ActiveTrigger trigger, CancellationToken cancellationToken)
    {
        if (trigger.Definition is not WebhookTrigger { Auth.Secret: { Length: > 0 } name })
        {
            return null;
        }

        try
        {
            return await secrets.FindAsync(trigger.Key.Workspace, name, cancellationToken) is null
                ? new(
                    "Secret.NotFound",
                    $"There is no secret '{name}' to check requests with, so all are refused. `flow secrets set {name}` adds it."
                )
                : null;
        }
        catch (SecretUnavailableException exception)
        {
            return new("Secrets.Unavailable", exception.Message);
        }
    }
}
