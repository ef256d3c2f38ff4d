namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>The evaluation runs with dropout, and moves running statistics.</summary>
internal static class EvaluatesInTraining
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), lr: 1e-2);
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(model.call(points), classes);
                loss.backward();
                optimizer.step();
            }

            using IDisposable grad = no_grad();
            foreach ((Tensor points, Tensor classes) in Digits.HeldOut())
            {
                model.call(points).argmax(1).eq(classes).sum(); // fault
            }
        }
    }
}
