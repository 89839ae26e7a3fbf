// Light or dark: the system's, unless somebody chose.
import { useEffect, useState } from 'react';

export type Appearance = 'system' | 'light' | 'dark';

const key = 'appearance';

export function useAppearance(): [Appearance, 'light' | 'dark', (next: Appearance) => void] {
  const [chosen, setChosen] = useState<Appearance>(readChosen);
  const isDark = useMedia('(prefers-color-scheme: dark)');
  const theme = chosen === 'system' ? (isDark ? 'dark' : 'light') : chosen;
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const choose = (next: Appearance): void => {
    localStorage.setItem(key, next);
    setChosen(next);
  };
  return [chosen, theme, choose];
}

function readChosen(): Appearance {
  const stored = localStorage.getItem(key);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function useMedia(query: string): boolean {
  const [isMatch, setMatch] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const onChange = (): void => setMatch(media.matches);
    onChange();
    media.addEventListener('change', onChange);
    return () => media.removeEventListener('change', onChange);
  }, [query]);
  return isMatch;
}
