using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Payloads;

/// <summary>What the expressions of a step look at: only that must be loaded before it is executed.</summary>
public static class StepReads
{
    extension(PlanStep step)
    {
        /// <summary>Whether it refers to a name of the scope, such as <c>input</c> or <c>items</c>.</summary>
        public bool Reads(string root)
        {
            var references = step.With.References;
            for (var i = 0; i < references.Count; i++)
            {
                if (references[i].Reference.Root == root)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Whether it looks at another step's output.</summary>
        public bool ReadsOutput(string id) => step.Predecessors.Contains(id) || step.Reads(id, "output");

        /// <summary>Whether it looks at another step's error.</summary>
        public bool ReadsError(string id) => step.Reads(id, "error");

        /// <summary>A reference that goes on with no name known in advance may look at every part.</summary>
        private bool Reads(string id, string part)
        {
            foreach (var use in step.With.ReferencesTo("steps", id))
            {
                var path = use.Reference.Path;
                if (path.Count == 1 || path[1] == part)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Whether the step looks at a value that is stored elsewhere.</summary>
    public static bool ReadsStored(this StepRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return IsRead(request, request.Input, "input")
            || IsRead(request, request.Trigger, "trigger")
            || IsRead(request, request.Env, "env")
            || IsRead(request, request.Items, "items")
            || IsRead(request, request.Items, "item")
            || IsRead(request, request.GivenItem, "item")
            || StepsReadStored(request)
            || IsStored(request.Resume);
    }

    private static bool IsRead(StepRequest request, Payload? payload, string root) =>
        IsStored(payload) && request.Step.Reads(root);

    private static bool IsStored(StepResume? resume) =>
        resume switch
        {
            StepResume.SignalReceived signal => IsStored(signal.Payload),
            StepResume.Called called => IsStored(called.Output),
            StepResume.Repeated repeated => IsStored(repeated.Last),
            StepResume.Iterated iterated => iterated.Results.Any(static result =>
                IsStored(result.Output) || IsStored(result.Error?.Details)
            ),
            _ => false,
        };

    private static bool IsStored(Payload? payload) => payload?.Reference is not null;

    private static bool StepsReadStored(StepRequest request)
    {
        foreach (var need in request.Step.Needs)
        {
            if (
                request.Steps.TryGetValue(need.Id, out var view)
                && (
                    (IsStored(view.Output) && request.Step.ReadsOutput(need.Id))
                    || (IsStored(view.Error?.Details) && request.Step.ReadsError(need.Id))
                )
            )
            {
                return true;
            }
        }

        return false;
    }
}
