namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>Gradients of all steps add up.</summary>
internal static class NeverCleared
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), lr: 1e-2);
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                Tensor loss = F.cross_entropy(model.call(points), classes);
                loss.backward(); // fault
                optimizer.step();
            }

            Digits.Accuracy(model);
        }
    }
}
