using FlowFunctions.App.Limits.Steps;
using FlowFunctions.App.Tests.Access.Tokens;

namespace FlowFunctions.App.Tests.Limits;

public sealed class StepTurnsTests
{
    private const double Rate = 60;
    private const int Burst = 10;
    private readonly Clock _time = new(new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero));

    [Fact]
    public void Ask_AfterTheFirst_WaitsInTheOrderOfAsking()
    {
        var turns = Exhausted();

        var waits = Enumerable.Range(0, 3).Select(_ => turns.Ask(null, Rate)!.Value).ToArray();

        Assert.Equal([1, 2, 3], waits.Select(static wait => Math.Round(wait.Wait.TotalSeconds, 3)));
    }

    [Fact]
    public void Ask_WhenItsTimeHasCome_GoesBeforeThoseWhoAreNew()
    {
        var turns = Exhausted();
        var first = turns.Ask(null, Rate)!.Value;
        _time.MoveOn(TimeSpan.FromSeconds(1.01));

        Assert.NotNull(turns.Ask(null, Rate));
        Assert.Null(turns.Ask(first.Ticket, Rate));
    }

    [Fact]
    public void Ask_TooEarly_WaitsForTheRestInItsPlace()
    {
        var turns = Exhausted();
        var first = turns.Ask(null, Rate)!.Value;
        _time.MoveOn(TimeSpan.FromSeconds(0.25));

        var again = turns.Ask(first.Ticket, Rate)!.Value;

        Assert.Equal((first.Ticket, 0.75), (again.Ticket, Math.Round(again.Wait.TotalSeconds, 3)));
    }

    [Fact]
    public void Ask_AfterTheLimitWasRaised_WaitsForLess()
    {
        var turns = Exhausted();
        var waiting = Enumerable.Range(0, 100).Select(_ => turns.Ask(null, Rate)!.Value.Ticket).ToArray();
        _time.MoveOn(TimeSpan.FromSeconds(1));

        Assert.Equal(9, Math.Round(turns.Ask(waiting[^1], 10 * Rate)!.Value.Wait.TotalSeconds, 3));
    }

    [Fact]
    public void Ask_ForVeryLong_IsToldToAskInBetween()
    {
        var turns = Exhausted();
        var longest = Enumerable.Range(0, 1_000).Select(_ => turns.Ask(null, Rate)!.Value.Wait).Max();

        Assert.Equal(TimeSpan.FromMinutes(5), longest);
    }

    [Fact]
    public void Ask_WithANumberOfAnotherInstance_GoesOnAndOthersWaitForIt()
    {
        var ticket = Exhausted().Ask(null, Rate)!.Value.Ticket;
        var here = Exhausted();

        Assert.Null(here.Ask(ticket, Rate));
        Assert.Equal(2, Math.Round(here.Ask(null, Rate)!.Value.Wait.TotalSeconds, 3));
    }

    [Fact]
    public void Ask_AfterALongRest_HasNoMoreThanTheBurst()
    {
        var turns = Exhausted();
        _time.MoveOn(TimeSpan.FromHours(3));

        Assert.Equal(Burst, Enumerable.Range(0, 100).Count(_ => turns.Ask(null, Rate) is null));
    }

    private StepTurns Exhausted()
    {
        var turns = new StepTurns(_time);
        for (var step = 0; step < Burst; step++)
        {
            Assert.Null(turns.Ask(null, Rate));
        }

        return turns;
    }
}
