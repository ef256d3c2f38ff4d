using TorchTrust.Cli.Discovery;

namespace TorchTrust.Cli.Tests.Discovery;

public sealed class FoundSubjectTests
{
    [Fact]
    public void Subjects_of_one_class_name_are_told_apart_by_as_much_of_the_namespace_as_it_takes()
    {
        IReadOnlyList<FoundSubject> subjects = FoundSubject.ToldApart(
            [Of("Shop.Vision.Subjects", "Net"), Of("Shop.Text.Subjects", "Net"), Of("Lab.Text.Subjects", "Net"), Of("Shop.Text.Subjects", "Other"), Of("Shop.Text.Models", "Net")]);

        Assert.Equal(
            ["Vision.Subjects.Net", "Shop.Text.Subjects.Net", "Lab.Text.Subjects.Net", "Subjects.Other", "Models.Net"],
            subjects.Select(subject => subject.ShortName));
        Assert.All(subjects, subject => Assert.Contains($"{subject.Address.TypeName.Split('.')[^1]}.{subject.Address.Member}", subject.Names));
    }

    [Fact]
    public void A_name_that_nothing_tells_apart_is_the_full_one() => Assert.All(
        FoundSubject.ToldApart([Of("A.Subjects", "Net"), Of("A.Subjects", "Net")]), subject => Assert.Equal("A.Subjects.Net", subject.ShortName));

    private static FoundSubject Of(string type, string member) => new(new SubjectAddress("a.dll", type, member));
}
