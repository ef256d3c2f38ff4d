using System.Reflection;
using TorchTrust.Subjects;

namespace TorchTrust.Running;

/// <summary>Says of each finding which member of the user's code it names, and what is answered there.</summary>
internal static class Answers
{
    /// <summary>The same result with members and answers. Errors are not answered: no right subject has them.</summary>
    public static CheckResult Attach(CheckResult result, ISubjectSession session)
    {
        if (result.Findings.Count == 0)
        {
            return result;
        }

        var members = new Dictionary<string, IReadOnlyList<MemberInfo>>();
        return result with { Findings = [.. result.Findings.Select(Attached)] };

        Finding Attached(Finding finding)
        {
            string place = finding.Place ?? "";
            if (!members.TryGetValue(place, out IReadOnlyList<MemberInfo>? named))
            {
                members[place] = named = session.MembersAt(place);
            }

            return finding with
            {
                Member = named.Select(Name).FirstOrDefault(),
                Answer = result.Severity == Severity.Question
                    ? named.Select(member => AnswerAt(member, result.CheckId)).FirstOrDefault(answer => answer is not null)
                    : null,
            };
        }
    }

    private static string? AnswerAt(MemberInfo member, string checkId) => member.GetCustomAttributes<TrustAnswerAttribute>(inherit: true)
        .FirstOrDefault(answer => answer.CheckId == checkId && !string.IsNullOrWhiteSpace(answer.Reason))?.Reason;

    private static string Name(MemberInfo member) => member switch
    {
        Type type => TypeName(type),
        { DeclaringType: { } type } => $"{TypeName(type)}.{member.Name}",
        _ => member.Name,
    };

    private static string TypeName(Type type) => type.Name.Split('`', 2)[0];
}
