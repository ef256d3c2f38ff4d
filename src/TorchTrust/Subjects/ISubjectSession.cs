using System.Reflection;

namespace TorchTrust.Subjects;

/// <summary>A live subject: what a check works on, and how it comes back as it was.</summary>
internal interface ISubjectSession : IDisposable
{
    /// <summary>The recipe.</summary>
    Subject Subject { get; }

    /// <summary>The seed of everything that is drawn.</summary>
    long Seed { get; }

    /// <summary>The modules of the subject as data; none for kinds that have none.</summary>
    IReadOnlyList<ModuleNode> DescribeModules() => [];

    /// <summary>
    /// The members of the user's code that a path names, where an answer to a question may stand, the first that a reader would
    /// look at first: the field or property that holds what is at the path, and the class of it.
    /// </summary>
    /// <param name="path">The path of a finding; empty for the subject itself.</param>
    IReadOnlyList<MemberInfo> MembersAt(string path) => [];

    /// <summary>How often the subject was built for this session, by what the checks did with it included.</summary>
    int Builds => 1;

    /// <summary>How often the subject was run, other instances of it included; nothing for kinds that have no passes.</summary>
    PassCount Passes => default;

    /// <summary>
    /// Says, as it is opened, that it runs in a host: what native code may answer by ending the process can be tried. Nothing for kinds
    /// that try nothing of that sort by themselves.
    /// </summary>
    void AllowAborts()
    {
    }

    /// <summary>Puts the subject back as it was when the session began.</summary>
    void Restore();

    /// <summary>What of the subject is not as it was when the session began.</summary>
    IReadOnlyList<(string Path, string What)> Differences();
}
