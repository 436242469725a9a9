namespace FlowFunctions.App.Access.Roles;

/// <summary>What somebody is in a workspace; each role may do what those before it may.</summary>
internal enum Role
{
    /// <summary>Sees flows, files and runs.</summary>
    Viewer,

    /// <summary>Starts and controls runs, and decides what they ask.</summary>
    Operator,

    /// <summary>Writes flows, files and secrets.</summary>
    Editor,

    /// <summary>Says who may do what.</summary>
    Admin,
}
