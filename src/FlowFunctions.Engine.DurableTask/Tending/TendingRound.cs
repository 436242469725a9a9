namespace FlowFunctions.Engine.DurableTask.Tending;

/// <summary>A round of tending while it goes on.</summary>
internal sealed class TendingRound
{
    /// <summary>So many runs in a row that cannot be tended: it is the backend or the archive, not the runs.</summary>
    private const int MaxFaults = 3;

    private readonly List<string> _rewound = [];
    private readonly List<string> _rewoundAgain = [];
    private readonly List<string> _recorded = [];
    private readonly List<string> _putOff = [];
    private int _purged;
    private int _faults;

    /// <summary>What it has done.</summary>
    public TendingReport Report =>
        new()
        {
            Rewound = _rewound,
            RewoundAgain = _rewoundAgain,
            Recorded = _recorded,
            PutOff = _putOff,
            Purged = _purged,
        };

    /// <summary>Looks after one run. One that cannot be looked after holds up none but itself.</summary>
    /// <exception cref="IOException">Several runs in a row could not.</exception>
    public async ValueTask AttemptAsync(string runId, Func<ValueTask> tend)
    {
        try
        {
            await tend();
            _faults = 0;
        }
        catch (IOException exception) when (++_faults < MaxFaults)
        {
            _putOff.Add($"{runId}: {exception.Message}");
        }
    }

    /// <summary>A run goes on.</summary>
    public void AddRewound(string runId, bool isFirst)
    {
        _rewound.Add(runId);
        if (!isFirst)
        {
            _rewoundAgain.Add(runId);
        }
    }

    /// <summary>A run has a record now.</summary>
    public void AddRecorded(string runId) => _recorded.Add(runId);

    /// <summary>An instance was deleted.</summary>
    public void AddPurged() => _purged++;
}
