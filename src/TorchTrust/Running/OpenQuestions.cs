namespace TorchTrust;

/// <summary>What open questions do to the tests of a class.</summary>
public enum OpenQuestions
{
    /// <summary>
    /// One test of the class, <c>Every_question_is_answered</c>, fails with all of them; the tests of their checks are skipped.
    /// </summary>
    FailOnce,

    /// <summary>Each fails the test of its check.</summary>
    FailEach,

    /// <summary>Each is told as the reason for which the test of its check is skipped.</summary>
    Tell,
}
