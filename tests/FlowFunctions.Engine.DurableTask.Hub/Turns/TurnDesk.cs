using FlowFunctions.Engine.DurableTask.Hub.Instances;
using FlowFunctions.Engine.DurableTask.Hub.Messages;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Hub.Turns;

/// <summary>Hands turns out and takes their results. The hub's lock guards it.</summary>
internal sealed class TurnDesk(HubState state, HubEvents events)
{
    /// <summary>Locks an instance that has something to do for a turn; null when there is none.</summary>
    public TurnWork? Take()
    {
        while (state.Ready.Take() is { } instance)
        {
            instance.Queued = false;
            if (instance.HasWork)
            {
                return Take(instance);
            }
        }

        return null;
    }

    /// <summary>Ends a turn.</summary>
    /// <param name="work">The turn.</param>
    /// <param name="result">What it comes to; null when it has to be asked again.</param>
    public void End(TurnWork work, TurnResult? result)
    {
        var instance = work.Instance;
        instance.InTurn = false;
        if (result is null || work.Fate is TurnFate.Lost or TurnFate.LostAfterSending)
        {
            GiveBack(work, result);
        }
        else
        {
            Commit(work, result);
        }

        state.Queue(instance);
    }

    private TurnWork Take(Instance instance)
    {
        instance.Inbox.Drop(instance.IsStale);
        var messages = instance.Inbox.Take(instance.IsDue, state.Dice);
        instance.InTurn = true;
        HistoryEvent[] newEvents =
        [
            events.TurnStarted(),
            .. messages
                .Where(static (message, at) => at == 0 || !message.Starts)
                .Select(static message => message.Event),
        ];
        return new TurnWork(instance, messages, newEvents)
        {
            InSession = state.Sessions is not null,
            WithHistory = !ContinuesSession(instance),
            Fate = DrawFate(),
        };
    }

    private bool ContinuesSession(Instance instance) =>
        state.Sessions is { } sessions
        && instance.SessionUsedAt is { } used
        && state.Time.GetUtcNow() - used < sessions.IdleTimeout
        && !state.Dice.Happens(sessions.EndsAtRandom);

    private TurnFate DrawFate()
    {
        var (dice, faults) = (state.Dice, state.Dice.Faults);
        if (dice.Happens(faults.TurnLost))
        {
            return dice.Happens(faults.TurnLostAfterSending) ? TurnFate.LostAfterSending : TurnFate.Lost;
        }

        return !dice.Happens(faults.TurnBroken) ? TurnFate.Counts
            : dice.Coin() ? TurnFate.BrokenBefore
            : TurnFate.BrokenAfter;
    }

    private void GiveBack(TurnWork work, TurnResult? result)
    {
        work.Instance.SessionUsedAt = null;
        work.Instance.Inbox.PutBack(work.Messages);
        if (result is not null && work.Fate == TurnFate.LostAfterSending)
        {
            state.Send(result.Outbox);
        }
    }

    private void Commit(TurnWork work, TurnResult result)
    {
        var instance = work.Instance;
        instance.Commit(result);
        instance.SessionUsedAt = state.Sessions is null || instance.HasEnded ? null : state.Time.GetUtcNow();
        state.Send(result.Outbox);
        foreach (var message in work.Messages.Where(static message => message.ComesAgain))
        {
            HubState.DeliverAgain(instance, message);
        }

        if (instance.HasEnded)
        {
            // The provider deletes what arrives for an instance that has ended; a rewind does not bring it back.
            instance.Inbox.Drop(static _ => true);
        }
    }
}
