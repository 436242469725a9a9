namespace FlowFunctions.Flows.Compilation;

/// <summary>The codes of all problems that a compilation reports. They are stable; <c>docs/problems.md</c> is made from here.</summary>
public static class ProblemCodes
{
    /// <summary>The document does not fit <c>flow.schema.json</c>.</summary>
    public const string Schema = "Flow.Schema";

    /// <summary>The language version is not known.</summary>
    public const string LanguageUnknown = "Flow.LanguageUnknown";

    /// <summary>The flow has too many steps or too much text.</summary>
    public const string TooLarge = "Flow.TooLarge";

    /// <summary>Loops nest too deep.</summary>
    public const string TooDeep = "Flow.TooDeep";

    /// <summary>Two steps have the same id.</summary>
    public const string DuplicateId = "Flow.DuplicateId";

    /// <summary>The step type does not exist.</summary>
    public const string UnknownType = "Flow.UnknownType";

    /// <summary>A step's <c>with</c> does not fit its type.</summary>
    public const string With = "Flow.With";

    /// <summary>A loop has no body.</summary>
    public const string BodyMissing = "Flow.BodyMissing";

    /// <summary>A step that is no loop has a body.</summary>
    public const string BodyNotAllowed = "Flow.BodyNotAllowed";

    /// <summary>A loop has a retry policy.</summary>
    public const string RetryNotAllowed = "Flow.RetryNotAllowed";

    /// <summary>An edge or expression names a step that does not exist.</summary>
    public const string UnknownStep = "Flow.UnknownStep";

    /// <summary>An edge crosses the border of a loop's body.</summary>
    public const string EdgeBetweenScopes = "Flow.EdgeBetweenScopes";

    /// <summary>Two edges say the same.</summary>
    public const string DuplicateEdge = "Flow.DuplicateEdge";

    /// <summary>The source's type has no such port.</summary>
    public const string UnknownPort = "Flow.UnknownPort";

    /// <summary>An edge that is not for success names a port.</summary>
    public const string PortNotAllowed = "Flow.PortNotAllowed";

    /// <summary>Edges lead back to where they came from.</summary>
    public const string Cycle = "Flow.Cycle";

    /// <summary>A step can never run.</summary>
    public const string UnreachableStep = "Flow.UnreachableStep";

    /// <summary>A duration cannot be read or is out of range.</summary>
    public const string BadDuration = "Flow.BadDuration";

    /// <summary>A cron expression cannot be read or never matches.</summary>
    public const string BadCron = "Flow.BadCron";

    /// <summary>A time zone does not exist.</summary>
    public const string BadTimeZone = "Flow.BadTimeZone";

    /// <summary>A time cannot be read or lies in the wrong order.</summary>
    public const string BadTime = "Flow.BadTime";

    /// <summary>A trigger cannot read a queue of that name.</summary>
    public const string BadQueue = "Flow.BadQueue";

    /// <summary>The flow's <c>input</c> is not a JSON Schema.</summary>
    public const string BadInputSchema = "Flow.BadInputSchema";

    /// <summary>An expression has a syntax error.</summary>
    public const string Expression = "Flow.Expression";

    /// <summary>An expression uses a step that does not come before it.</summary>
    public const string NotUpstream = "Flow.NotUpstream";

    /// <summary>An expression does not name the step it uses.</summary>
    public const string ComputedStep = "Flow.ComputedStep";

    /// <summary>An expression uses a name that does not exist at its place.</summary>
    public const string NotInScope = "Flow.NotInScope";

    /// <summary>A secret is used where none may stand.</summary>
    public const string SecretNotAllowed = "Flow.SecretNotAllowed";

    /// <summary>What a step names as a file is no path.</summary>
    public const string BadFilePath = "Flow.BadFilePath";

    /// <summary>A step names a file that the flow's folder has not.</summary>
    public const string FileMissing = "Flow.FileMissing";

    /// <summary>A path is that of a file and that of a folder.</summary>
    public const string FileConflict = "Flow.FileConflict";

    /// <summary>The flow's folder has too many files or bytes.</summary>
    public const string TooManyFiles = "Flow.TooManyFiles";

    /// <summary>All codes with what they mean and what to do, in order of code.</summary>
    public static IReadOnlyList<ProblemDescription> All { get; } = ProblemDescription.All;
}
