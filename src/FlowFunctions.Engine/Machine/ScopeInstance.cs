using FlowFunctions.Engine.Payloads;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Machine;

/// <summary>One execution of a scope: the run itself, or one iteration of a loop.</summary>
internal sealed class ScopeInstance
{
    private readonly string? _prefix;

    public ScopeInstance(PlanScope plan, string prefix)
    {
        _prefix = prefix;
        Plan = plan;
        Open = plan.Steps.Length;
        Steps = new StepInstance?[plan.Steps.Length];
        Joins = new JoinCount[plan.Steps.Length];
    }

    public ScopeInstance(StepInstance loop, int iteration, Payload? item)
        : this(loop.Plan.Body!, prefix: null!)
    {
        Owner = loop;
        Iteration = iteration;
        Item = item;
    }

    public PlanScope Plan { get; }

    /// <summary>The loop step that this is an iteration of, or null for a run.</summary>
    public StepInstance? Owner { get; }

    public int Iteration { get; }

    /// <summary>What a repeated body sees as <c>item</c>; null for <c>foreach</c>, which finds it by the iteration's number.</summary>
    public Payload? Item { get; }

    /// <summary>Steps by plan index; null until a step is started or skipped.</summary>
    public StepInstance?[] Steps { get; }

    public JoinCount[] Joins { get; }

    /// <summary>Steps that have not ended.</summary>
    public int Open { get; set; }

    public DrainMode Mode { get; set; }

    /// <summary>The first step in plan order whose failure nobody handled, so that the error does not depend on the order of events.</summary>
    public StepInstance? FailedStep { get; set; }

    /// <summary>The output pseudo-step, once it is due.</summary>
    public StepInstance? OutputStep { get; set; }

    /// <summary>Place in the loop's list of open iterations.</summary>
    public int Slot { get; set; }

    public string PathPrefix => _prefix ?? $"{Owner!.Path}[{Iteration}]/";
}

/// <summary>How many of a step's incoming edges are decided, and how.</summary>
internal struct JoinCount
{
    public int Decided;
    public int Active;
    public int Broken;

    /// <summary>Whether an <c>on: always</c> edge is among the active ones: then the step is a clean-up step.</summary>
    public bool HasActiveAlways;
}

/// <summary>Whether a scope goes on, in rising order of haste.</summary>
internal enum DrainMode
{
    /// <summary>It goes on.</summary>
    None,

    /// <summary>Nothing new starts, what waits is cancelled, what runs finishes.</summary>
    Stopping,

    /// <summary>The same, and what runs is told to stop.</summary>
    Cancelling,
}
