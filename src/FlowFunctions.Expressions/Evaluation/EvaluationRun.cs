using System.Runtime.CompilerServices;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Evaluation;

/// <summary>One evaluation: the scope, what it has used of its limits, and where it is.</summary>
internal sealed class EvaluationRun(ExpressionScope scope)
{
    private const int StepsBetweenClockReads = 4096;

    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly Value?[] _roots = new Value?[RootNames.All.Length];
    private int _steps;
    private int _nextCheck = Math.Min(StepsBetweenClockReads, scope.Limits.MaxSteps + 1);
    private int _depth;
    private long _memory;

    public ExpressionScope Scope => scope;

    public ExpressionLimits Limits => scope.Limits;

    /// <summary>The offset of the operation in progress, for messages.</summary>
    public int Position { get; set; }

    public Value Root(int root) => _roots[root] ??= RootNames.Resolve(scope, root);

    /// <summary>How many steps may still be counted.</summary>
    public int StepsLeft => Limits.MaxSteps - _steps;

    /// <summary>Counts work done, in elements visited or operations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(int count = 1)
    {
        _steps += count;
        if (_steps >= _nextCheck || _steps < 0)
            CheckSteps();
    }

    /// <summary>Counts memory about to be taken, so that it is refused before it is taken.</summary>
    public void Charge(long bytes)
    {
        _memory += bytes;
        if (_memory > Limits.MaxMemoryBytes || bytes < 0)
            throw Fail(
                FormattableString.Invariant(
                    $"The expression makes more than {Limits.MaxMemoryBytes:N0} bytes of text and lists. Build less, or spread it over several steps."
                )
            );
    }

    public void ChargeText(long characters) => Charge(characters * sizeof(char));

    public void ChargeItems(long count) => Charge(count * Unsafe.SizeOf<Value>());

    public void Enter(int depth = 1)
    {
        _depth += depth;
        if (_depth > Limits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Fail($"The expression nests deeper than {Limits.MaxDepth}. Make it flatter.");
    }

    public void Leave(int depth = 1) => _depth -= depth;

    public void CheckTime()
    {
        if (TimeProvider.System.GetElapsedTime(_started) > Limits.MaxTime)
            throw TooSlow();
    }

    public ExpressionException Fail(string message) => new(message, Position);

    public ExpressionException TooSlow() =>
        Fail(
            FormattableString.Invariant(
                $"The expression takes longer than {Limits.MaxTime.TotalMilliseconds} ms. Work on less data, or spread it over several steps."
            )
        );

    private void CheckSteps()
    {
        if (_steps > Limits.MaxSteps || _steps < 0)
            throw Fail(
                FormattableString.Invariant(
                    $"The expression takes more than {Limits.MaxSteps:N0} operations. Work on less data, or spread it over several steps."
                )
            );
        CheckTime();
        _nextCheck = Math.Min(_steps + StepsBetweenClockReads, Limits.MaxSteps + 1);
    }
}
