using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Checks steps, edges and templates of all scopes.</summary>
internal sealed class GraphCheck(FlowIndex index, IStepCatalog catalog, ProblemList problems)
{
    private readonly TemplateCheck _templates = new(index, problems);

    public void Check(FlowDocument document)
    {
        var steps = new StepCheck(catalog, problems);
        foreach (var step in index.Steps)
        {
            steps.Check(step);
            step.With = _templates.Check(
                LiteralText.Quote(StepCheck.With(step.Step), step.Type?.LiteralInputs ?? []),
                step.Step.Pointer + "/with",
                TemplatePlace.With(step)
            );
        }

        CheckTriggers(document);
        var key = document.Settings.Concurrency?.Key ?? default;
        _templates.Check(key, "/settings/concurrency/key", TemplatePlace.ConcurrencyKey);
        var edges = new EdgeCheck(index, problems);
        foreach (var scope in index.Scopes)
        {
            _templates.Check(scope.Graph.Output, scope.Graph.Pointer + "/output", TemplatePlace.Output(scope));
            edges.Check(scope);
        }

        CheckPaths();
    }

    private void CheckTriggers(FlowDocument document)
    {
        foreach (var trigger in document.Triggers)
        {
            _templates.Check(trigger.Input, trigger.Pointer + "/input", TemplatePlace.Trigger);
            if (trigger is WebhookTrigger webhook)
            {
                _templates.Check(webhook.DedupeKey, trigger.Pointer + "/dedupe/key", TemplatePlace.Trigger);
            }
        }
    }

    private void CheckPaths()
    {
        var questions = _templates.Questions;
        foreach (var scope in index.Scopes)
        {
            var graph = new ScopeGraph(scope);
            CycleCheck.Check(scope, graph, problems);
            new UnreachableCheck(scope, graph, problems).Check();
            _templates.CheckUpstream(graph, questions[scope]);
        }
    }
}
