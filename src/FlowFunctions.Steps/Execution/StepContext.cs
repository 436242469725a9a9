using System.Text.Json;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Schema;
using FlowFunctions.Steps.Logs;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Steps.Execution;

/// <summary>
/// One execution of a step attempt as its type sees it. Nothing of <c>with</c> is evaluated before the type asks for it, so that a
/// step that goes on after a wait pays only for what it still needs.
/// </summary>
/// <param name="request">The step and everything it may see.</param>
/// <param name="schema">Schema of the evaluated <c>with</c>.</param>
/// <param name="services">What the installation gives.</param>
internal sealed class StepContext(StepRequest request, JsonSchema schema, StepServices services)
{
    private ExpressionScope? _scope;

    /// <summary>The step and everything it may see.</summary>
    public StepRequest Request => request;

    /// <summary>The answer to what the attempt asked for before, or null for its first execution.</summary>
    public StepResume? Resume => request.Resume;

    /// <summary>Texts that must not leave the step in its outcome.</summary>
    public SecretValues Secrets { get; } = new(services, request.Workspace);

    /// <summary>Gets the secrets that the step's expressions refer to; before anything is evaluated.</summary>
    /// <exception cref="StepFailedException">One does not exist, or cannot be had now.</exception>
    public async ValueTask LoadSecretsAsync(CancellationToken cancellationToken)
    {
        foreach (var name in RequestScope.SecretNames(request.Step))
        {
            await Secrets.LoadAsync(name, cancellationToken);
        }
    }

    /// <summary>Opens the attempt's log. What is written to it must hold no secrets.</summary>
    public IStepLog OpenLog() => services.Logs.Open(request);

    /// <summary>
    /// The whole evaluated <c>with</c>, checked against the type's schema. A <c>with</c> without expressions was checked when the
    /// flow was compiled.
    /// </summary>
    /// <exception cref="ExpressionException">An expression failed.</exception>
    /// <exception cref="StepFailedException">The value does not fit the schema.</exception>
    public JsonElement With()
    {
        var template = request.Step.With;
        var value = Evaluate(template);
        if (!template.IsConstant && schema.Validate(value) is [var first, ..])
        {
            throw StepFailedException.InvalidInput(first.Pointer, first.Message);
        }

        return value;
    }

    /// <summary>
    /// One evaluated member of <c>with</c>, not checked against the schema: for members that may be any value and for types that
    /// check them themselves.
    /// </summary>
    /// <returns>The value, or an element of kind Undefined when the member is not given.</returns>
    /// <exception cref="ExpressionException">An expression failed.</exception>
    public JsonElement Member(string name) =>
        request.Step.With.TryGetMember(name, out var template) ? Evaluate(template) : default;

    /// <summary>One evaluated member of a loop's <c>with</c> that sees the loop's own item.</summary>
    /// <param name="name">The member; named in the descriptor's <c>ItemInputs</c>.</param>
    /// <param name="item">What it sees as <c>item</c>.</param>
    /// <param name="index">What it sees as <c>index</c>.</param>
    /// <inheritdoc cref="Member" path="/returns|/exception"/>
    public JsonElement LoopMember(string name, Payload item, int index) =>
        request.Step.With.TryGetMember(name, out var template)
            ? template.Evaluate(RequestScope.Create(request with { Item = item, Index = index, Items = null }, Secrets))
            : default;

    private JsonElement Evaluate(JsonTemplate template) =>
        template.IsConstant ? template.Source : template.Evaluate(Scope);

    private ExpressionScope Scope => _scope ??= RequestScope.Create(request, Secrets);
}
