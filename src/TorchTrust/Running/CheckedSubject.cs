using TorchTrust.Checks;
using TorchTrust.Subjects;

namespace TorchTrust.Running;

/// <summary>A subject with its parts, and the checks that are made for them.</summary>
internal sealed class CheckedSubject
{
    private readonly Subject _subject;
    private readonly IReadOnlyList<Check> _catalogue;
    private readonly IReadOnlyList<SubjectPart> _parts;

    /// <summary>Plans the checks of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="catalogue">The checks to choose from.</param>
    public CheckedSubject(Subject subject, IReadOnlyList<Check> catalogue)
    {
        _subject = subject;
        _catalogue = catalogue;
        _parts = SubjectPart.Within(subject);
        Checks =
        [
            .. catalogue.Where(check => check.AppliesTo(subject)).Select(check => new PlannedCheck(check.Description.Id)),
            .. from part in _parts
               from check in catalogue
               where check.AppliesTo(part.Subject) && check.NotApplicable(part.Subject) is null
               select new PlannedCheck(check.Description.Id, part.Name),
        ];
    }

    /// <summary>
    /// The checks of the subject, in the order of the catalogue, then those of its parts. Of a part, nobody was asked to declare
    /// anything: what would need it is left out, and not told as skipped.
    /// </summary>
    public IReadOnlyList<PlannedCheck> Checks { get; }

    /// <summary>The check of an id.</summary>
    public Check Find(PlannedCheck planned) => _catalogue.First(check => check.Description.Id == planned.CheckId);

    /// <summary>What a check looks at: the subject or its part.</summary>
    public Subject Looked(PlannedCheck planned) => PartOf(planned)?.Subject ?? _subject;

    /// <summary>The result of a check that is not run, since it is switched off or does not apply; null if it is run.</summary>
    public CheckResult? NotRun(PlannedCheck planned) =>
        _subject.SwitchedOff(planned.CheckId) is { } reason && planned.Part is not null
            ? CheckRunner.Skipped(Find(planned), reason)
            : CheckRunner.NotRun(Find(planned), Looked(planned));

    /// <summary>The result as it is told of the subject: what answers a question of a part is declared on its owner.</summary>
    public CheckResult Told(PlannedCheck planned, CheckResult result) => PartOf(planned) is { } part && result.Declaration is { } lines
        ? result with { Declaration = part.Declared(lines) }
        : result;

    private SubjectPart? PartOf(PlannedCheck planned) => planned.Part is null ? null : _parts.First(part => part.Name == planned.Part);
}
